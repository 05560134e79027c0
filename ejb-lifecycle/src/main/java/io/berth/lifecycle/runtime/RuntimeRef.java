package io.berth.lifecycle.runtime;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a project says of its runtime: a name, and with {@code name@3} the one version that it is
 * pinned to. Without it the project follows the current version, and roll-outs.
 */
public record RuntimeRef(String name, OptionalInt version) {
  private static final Pattern PINNED = Pattern.compile("(.+)@([1-9][0-9]{0,8})");

  /**
   * Reads one.
   *
   * @throws KmException INVALID
   */
  public static RuntimeRef parse(String text) throws KmException {
    Matcher pinned = PINNED.matcher(text);
    if (pinned.matches()) {
      return new RuntimeRef(pinned.group(1), OptionalInt.of(Integer.parseInt(pinned.group(2))));
    }
    if (text.indexOf('@') >= 0) {
      throw new KmException(
          Problem.INVALID,
          "a runtime is written NAME or, pinned to a version, NAME@3; not " + text);
    }
    return new RuntimeRef(text, OptionalInt.empty());
  }

  /** The name in what {@link #parse} would accept. */
  public static String nameIn(String text) {
    int at = text.indexOf('@');
    return at < 0 ? text : text.substring(0, at);
  }
}
