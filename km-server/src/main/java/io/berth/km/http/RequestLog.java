package io.berth.km.http;

/** Takes note of each request that the door answered. Called on the request's thread. */
@FunctionalInterface
public interface RequestLog {
  /** One answered request; the path is one of ours, never what a stranger made up. */
  void request(String path, int status, long tookNanos);
}
