package io.berth.gateway.observe;

import java.time.Instant;
import java.util.List;

/** Requests as they might have been. */
final class Passages {
  static final long MS = 1_000_000;
  static final TraceContext TRACE =
      new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 1, "", true);

  private Passages() {}

  static Passage of(String path, Phases phases) {
    return new Passage(
        new Passage.Asked(
            Instant.parse("2026-02-03T04:05:06.789Z"),
            "r-1",
            "127.0.0.1",
            "bot-7",
            "POST",
            "HTTP/1.1",
            path,
            "/projects/{id}/mcp",
            "alpha",
            "curl/8 \"x\"\u00e4"),
        new Passage.Answer("answered", 200, 77, 3, "miss"),
        phases,
        TRACE);
  }

  static Phases phases(long start, long queue, long km, long body, long gateway) {
    long total = start + queue + km + body + gateway;
    return new Phases(total * MS, start * MS, queue * MS, km * MS, body * MS, List.of());
  }
}
