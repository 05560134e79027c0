package io.berth.acceptance.chaos;

import java.net.http.HttpResponse;

/**
 * How an operation ended.
 *
 * @param fate what is known of it
 * @param response the answer that served it, or null
 * @param detail what went wrong
 */
record Result(Fate fate, HttpResponse<String> response, String detail) {
  /** What a caller may conclude. */
  enum Fate {
    /** Answered 2xx: whatever it wrote is there for ever. */
    SERVED,
    /** Refused before anything was done: nothing of it is there. */
    REFUSED,
    /** Told that the outcome is unknown, or cut off by a kill of the server. */
    UNKNOWN,
    /** Broke a promise. */
    FAILED
  }

  static Result failed(String detail) {
    return new Result(Fate.FAILED, null, detail);
  }
}
