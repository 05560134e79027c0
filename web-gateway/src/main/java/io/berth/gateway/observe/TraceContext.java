package io.berth.gateway.observe;

import io.berth.connector.api.KmHeader;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where a request stands in a trace, as W3C Trace Context writes it. Read from what a caller sent,
 * or begun here if it sent nothing that could be read. Pure, and without patterns: it is asked for
 * every request.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits: the span that what follows belongs to
 * @param flags of which the lowest bit says that somebody records the trace
 * @param state what other systems carry along, or empty
 * @param received whether it came from the caller
 */
public record TraceContext(
    String traceId, String spanId, int flags, String state, boolean received) {
  /** The name of its line. */
  public static final String PARENT = "traceparent";

  /** The name of the line of other systems. */
  public static final String STATE = "tracestate";

  private static final int LENGTH = 55;
  private static final int TRACE = 3;
  private static final int SPAN = 36;
  private static final int FLAGS = 53;
  private static final int KNOWN_FLAGS = 0x03;

  /** Continues what these lines say, or begins. */
  public static TraceContext of(List<KmHeader> headers) {
    TraceContext received = received(headers);
    return received == null ? begin() : received;
  }

  /** What these lines say, or null where they say nothing that can be read. */
  static TraceContext received(List<KmHeader> headers) {
    String parent = null;
    for (KmHeader header : headers) {
      if (header.name().equalsIgnoreCase(PARENT)) {
        if (parent != null) {
          // why: two of them say that somebody in between did not understand the first
          return null;
        }
        parent = header.value();
      }
    }
    if (parent == null || !isValid(parent)) {
      return null;
    }
    return new TraceContext(
        parent.substring(TRACE, TRACE + 32),
        parent.substring(SPAN, SPAN + 16),
        Integer.parseInt(parent, FLAGS, LENGTH, 16) & KNOWN_FLAGS,
        TraceState.of(headers),
        true);
  }

  /** A trace that begins here and that nobody records yet. */
  public static TraceContext begin() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    // why the bit: neither id may be zero
    String trace = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1);
    return new TraceContext(trace, hex.toHexDigits(random.nextLong() | 1), 0, "", false);
  }

  /** The line as it goes on; always of the version known here. */
  public String parent() {
    return "00-"
        + traceId
        + '-'
        + spanId
        + (flags < 0x10 ? "-0" : "-")
        + Integer.toHexString(flags);
  }

  /** Adds the lines that go on. */
  public void addTo(List<KmHeader> target) {
    target.add(new KmHeader(PARENT, parent()));
    if (!state.isEmpty()) {
      target.add(new KmHeader(STATE, state));
    }
  }

  private static boolean isValid(String text) {
    if (text.length() < LENGTH || text.startsWith("ff")) {
      return false;
    }
    boolean known = text.startsWith("00");
    // why: a later version may say more behind what is known, the known one may not
    if (text.length() > LENGTH && (known || text.charAt(LENGTH) != '-')) {
      return false;
    }
    return text.charAt(2) == '-'
        && text.charAt(SPAN - 1) == '-'
        && text.charAt(FLAGS - 1) == '-'
        && isHex(text, 0, 2)
        && isHex(text, FLAGS, LENGTH)
        && isId(text, TRACE, TRACE + 32)
        && isId(text, SPAN, SPAN + 16);
  }

  private static boolean isId(String text, int from, int to) {
    boolean zero = true;
    for (int i = from; i < to; i++) {
      zero &= text.charAt(i) == '0';
    }
    return !zero && isHex(text, from, to);
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
