package io.berth.acceptance.otlp;

import java.util.HashMap;
import java.util.Map;

/**
 * A span as it came over the wire.
 *
 * @param parentId empty for the first of its trace
 * @param service the resource's service.name
 */
public record Span(
    String traceId,
    String spanId,
    String parentId,
    String name,
    long kind,
    long start,
    long end,
    long status,
    Map<String, Object> attributes,
    String service) {
  /** The kind of a span that serves a request. */
  public static final long SERVER = 2;

  static Span of(Message span, String service) {
    return new Span(
        span.hex(1),
        span.hex(2),
        span.hex(4),
        span.text(5),
        span.number(6),
        span.number(7),
        span.number(8),
        span.messages(15).stream().mapToLong(status -> status.number(3)).findFirst().orElse(0),
        attributes(span, 9),
        service);
  }

  static Map<String, Object> attributes(Message of, int field) {
    Map<String, Object> all = new HashMap<>();
    for (Message pair : of.messages(field)) {
      for (Message value : pair.messages(2)) {
        all.put(pair.text(1), value.has(3) ? (Object) value.number(3) : value.text(1));
      }
    }
    return all;
  }
}
