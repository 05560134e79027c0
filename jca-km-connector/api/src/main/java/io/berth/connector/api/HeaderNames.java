package io.berth.connector.api;

import java.util.Arrays;
import java.util.List;

/**
 * A fixed set of header names, which differ in case without being different. Asked for every header
 * line of every request and answer, so it compares only with names of the same length and makes no
 * object. Immutable.
 */
public final class HeaderNames {
  private final String[][] byLength;

  private HeaderNames(List<String> names) {
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    byLength = new String[longest + 1][];
    Arrays.setAll(
        byLength,
        length -> names.stream().filter(name -> name.length() == length).toArray(String[]::new));
  }

  /** The set of these names. */
  public static HeaderNames of(String... names) {
    return new HeaderNames(List.of(names));
  }

  /** Whether the name is one of them, in any spelling of its letters. */
  public boolean contains(String name) {
    if (name.length() < byLength.length) {
      for (String known : byLength[name.length()]) {
        if (known.equalsIgnoreCase(name)) {
          return true;
        }
      }
    }
    return false;
  }
}
