package io.berth.gateway.mcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Looks at the bytes of an event stream of MCP as they pass for a notice that a list has changed:
 * {@code notifications/tools/list_changed} and its like. What merely reads like one costs a
 * question to the KM, nothing else. One stream has one of these; not thread-safe.
 */
public final class ChangeNotices {
  /** For streams in which no notice matters. */
  public static final ChangeNotices NONE = new ChangeNotices(() -> {});

  // why this part: its first letter does not come again in it, so a search never has to go back
  private static final byte[] SOUGHT = "list_changed".getBytes(US_ASCII);

  private final Runnable changed;
  private int matched;

  public ChangeNotices(Runnable changed) {
    this.changed = changed;
  }

  /** These bytes are about to be passed on; the first {@code count} of them. */
  public void passing(byte[] bytes, int count) {
    if (this == NONE) {
      return;
    }
    for (int i = 0; i < count; i++) {
      byte next = bytes[i];
      matched = next == SOUGHT[matched] ? matched + 1 : next == SOUGHT[0] ? 1 : 0;
      if (matched == SOUGHT.length) {
        matched = 0;
        changed.run();
      }
    }
  }
}
