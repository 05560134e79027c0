package io.berth.cli.runtime;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an amount of memory as people write it; gives bytes. */
final class MemorySize implements ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(KiB|MiB|GiB|kB|MB|GB|)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "kB",
          1_000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30);

  @Override
  public Long convert(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new TypeConversionException("'" + text + "' is no size: write 256MiB, 1GiB, or bytes");
    }
    try {
      return Math.multiplyExact(Long.parseLong(size.group(1)), UNITS.get(size.group(2)));
    } catch (ArithmeticException e) {
      throw new TypeConversionException("'" + text + "' is more than any machine has");
    }
  }
}
