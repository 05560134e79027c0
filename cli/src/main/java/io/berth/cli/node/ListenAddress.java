package io.berth.cli.node;

import io.berth.cli.CommandFailure;
import java.util.Map;
import java.util.Set;

/**
 * Where the server listens: on loopback, unless {@code BERTH_LISTEN} asks for all addresses, as the
 * container image does, whose own network is the boundary.
 */
final class ListenAddress {
  static final String VARIABLE = "BERTH_LISTEN";

  static final String LOOPBACK = "127.0.0.1";
  private static final Set<String> KNOWN = Set.of(LOOPBACK, "0.0.0.0");

  private ListenAddress() {}

  static String of(Map<String, String> env) {
    String wanted = env.getOrDefault(VARIABLE, "").strip();
    if (wanted.isEmpty()) {
      return LOOPBACK;
    }
    if (!KNOWN.contains(wanted)) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          VARIABLE + " is " + wanted + ", but must be 127.0.0.1 (the default) or 0.0.0.0.",
          null);
    }
    return wanted;
  }
}
