package io.berth.gateway.edge;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The name of one request, by which its answer and our log lines find each other: the caller's
 * {@code X-Request-Id} if it is harmless, the trace id of its {@code traceparent}, else a new one.
 */
final class RequestId {
  static final String HEADER = "X-Request-Id";
  static final String ATTRIBUTE = "berth.request-id";
  private static final int LONGEST = 64;

  private RequestId() {}

  static String of(String requestId, String traceparent) {
    if (requestId != null && isHarmless(requestId)) {
      return requestId;
    }
    // why: version-traceid-parent-flags; the trace id is 32 hexadecimal digits from position 3
    if (traceparent != null
        && traceparent.length() >= 55
        && isHarmless(traceparent.substring(3, 35))) {
      return traceparent.substring(3, 35);
    }
    return Long.toHexString(ThreadLocalRandom.current().nextLong());
  }

  private static boolean isHarmless(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars()
            .allMatch(
                c -> Character.digit(c, 36) >= 0 && c < 0x7f || c == '-' || c == '_' || c == '.');
  }
}
