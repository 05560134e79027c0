package io.berth.gateway.observe;

import java.util.List;

/**
 * Where the time of one request went, in nanoseconds.
 *
 * @param total from the first to the last moment
 * @param start waiting for a process
 * @param queue waiting for a place or a permit
 * @param km until the KM began to answer
 * @param body from then until the caller had the last byte
 * @param laps the same one by one, where they are traced; else empty
 */
public record Phases(long total, long start, long queue, long km, long body, List<Lap> laps) {

  /**
   * One piece of it, counted from the beginning of the request.
   *
   * @param phase its name
   * @param from when it began
   * @param to when it ended
   */
  public record Lap(String phase, long from, long to) {}

  /** A request of which only this is known. */
  public static Phases of(long total) {
    return new Phases(total, 0, 0, 0, 0, List.of());
  }

  /** What the gateway itself took. */
  public long gateway() {
    return Math.max(0, total - start - queue - km - body);
  }

  /** Until the answer began: a stream is not slow for lasting long. */
  public long untilAnswer() {
    return Math.max(0, total - body);
  }

  /** The phase before the answer that took most. */
  public String longest() {
    long most = Math.max(Math.max(start, queue), Math.max(km, gateway()));
    if (most == start) {
      return "start";
    }
    if (most == km) {
      return "km";
    }
    return most == queue ? "queue" : "gateway";
  }
}
