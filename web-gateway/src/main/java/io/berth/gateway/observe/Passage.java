package io.berth.gateway.observe;

import java.time.Instant;

/**
 * One request from its first to its last moment, as it is told once it is over. Made only where
 * somebody wants to know; immutable, so that it may be written down on another thread. Holds no
 * query and no header but the two that say which program asked.
 *
 * @param asked what was asked, by whom
 * @param answer what became of it
 * @param phases where its time went
 * @param trace where it stands in a trace
 */
public record Passage(Asked asked, Answer answer, Phases phases, TraceContext trace) {

  /**
   * What was asked.
   *
   * @param at when
   * @param requestId by which the answer and our lines find each other
   * @param remote the address it came from
   * @param subject who asked, or null
   * @param method of the request
   * @param protocol of the request
   * @param path without its query
   * @param route what serves it, without anything of the caller in it
   * @param project whose KM, or null
   * @param userAgent the caller's program by its own word, or null
   */
  public record Asked(
      Instant at,
      String requestId,
      String remote,
      String subject,
      String method,
      String protocol,
      String path,
      String route,
      String project,
      String userAgent) {}

  /**
   * What became of it.
   *
   * @param outcome as in the metrics
   * @param status 0 when there was no answer
   * @param bytes of its body
   * @param generation of the process that gave it; 0 for none
   * @param cache {@code hit}, {@code miss}, or null where nothing was looked for
   */
  public record Answer(String outcome, int status, long bytes, long generation, String cache) {}
}
