package io.berth.km.warm;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The mark of a warm process in its own environment. Who starts a warm process reserves room for
 * it, in the entry {@code BERTH_RESERVED}; with the assignment the process writes {@code
 * BERTH_PROJECT} and {@code BERTH_GENERATION} there, in place, so that {@code /proc/PID/environ}
 * tells about it what it tells about any other KM. Used by the main thread, before it serves.
 */
public final class EnvironmentMark {
  private static final String RESERVED = "BERTH_RESERVED=";
  private static final int PREFIX = "BERTH_".length();
  private static final Path SELF = Path.of("/proc/self");
  // why: counted from the state letter, which is the third field and the first after the name
  private static final int ENV_START = 47;

  private final long address;
  private final byte[] reserved;

  private EnvironmentMark(long address, byte[] reserved) {
    this.address = address;
    this.reserved = reserved;
  }

  /**
   * The room that was reserved, if any.
   *
   * @throws IOException if there is room but it cannot be written to; better known now than later
   */
  public static Optional<EnvironmentMark> find() throws IOException {
    byte[] environment = Files.readAllBytes(SELF.resolve("environ"));
    int at = ("\0" + latin(environment)).indexOf("\0" + RESERVED);
    if (at < 0) {
      return Optional.empty();
    }
    int end = at;
    while (end < environment.length && environment[end] != 0) {
      end++;
    }
    EnvironmentMark mark =
        new EnvironmentMark(start() + at, Arrays.copyOfRange(environment, at, end));
    mark.write(mark.reserved);
    return Optional.of(mark);
  }

  /** Makes it the mark of this generation of this project, for everybody who looks from now on. */
  public void set(String project, long generation) throws IOException {
    byte[] mark =
        ("BERTH_PROJECT=" + project + "\0BERTH_GENERATION=" + generation)
            .getBytes(StandardCharsets.ISO_8859_1);
    if (mark.length > reserved.length) {
      throw new IOException(
          "no room for the mark of " + project + " in " + reserved.length + " reserved bytes");
    }
    write(Arrays.copyOf(mark, reserved.length));
    String now = latin(Files.readAllBytes(SELF.resolve("environ")));
    if (!now.contains(latin(mark) + "\0")) {
      throw new IOException("the mark of " + project + " does not appear in /proc/self/environ");
    }
  }

  /** The first letter of the name at last: until then nobody sees a half-written mark. */
  private void write(byte[] entry) throws IOException {
    try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "rw")) {
      memory.seek(address + PREFIX + 1);
      memory.write(entry, PREFIX + 1, entry.length - PREFIX - 1);
      memory.seek(address + PREFIX);
      memory.write(entry[PREFIX]);
    }
  }

  private static long start() throws IOException {
    String stat = Files.readString(SELF.resolve("stat"), StandardCharsets.ISO_8859_1);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    if (fields.length <= ENV_START) {
      throw new IOException("/proc/self/stat does not say where the environment is");
    }
    try {
      return Long.parseLong(fields[ENV_START]);
    } catch (NumberFormatException e) {
      throw new IOException("/proc/self/stat has no number for env_start", e);
    }
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
