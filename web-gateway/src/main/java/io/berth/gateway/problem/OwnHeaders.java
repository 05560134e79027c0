package io.berth.gateway.problem;

import jakarta.servlet.http.HttpServletResponse;

/** What a browser should know about our own answers; a KM's answers stay as they are. */
public final class OwnHeaders {
  private OwnHeaders() {}

  /** Says it in the head of an answer. */
  public static void put(HttpServletResponse response) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("Cache-Control", "no-store");
  }
}
