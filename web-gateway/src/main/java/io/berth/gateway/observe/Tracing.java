package io.berth.gateway.observe;

import io.berth.connector.api.KmHeader;
import java.util.List;

/** Gives each request its place in a trace. Called on request threads; never blocks. */
public interface Tracing {
  /** Nobody records: the caller's trace goes on as it came. */
  Tracing OFF = (received, route, method, at) -> new Unrecorded(received);

  /**
   * A request is here.
   *
   * @param received the caller's lines
   * @param route what serves it
   * @param method of the request
   * @param at nanoseconds since 1970, or 0 where nobody records
   */
  Traced begin(List<KmHeader> received, String route, String method, long at);

  /** The trace of one request; used by one thread at a time. */
  interface Traced {
    /** What a KM is told. */
    TraceContext context();

    /** Whether its phases are wanted one by one. */
    default boolean isRecorded() {
      return false;
    }

    /** The request is over. */
    default void ended(Passage passage) {
      // why: nobody records
    }
  }

  /**
   * One that nobody records: read when it is first needed, so that who does not need it pays
   * nothing.
   */
  final class Unrecorded implements Traced {
    private final List<KmHeader> received;
    private TraceContext context;

    Unrecorded(List<KmHeader> received) {
      this.received = received;
    }

    @Override
    public TraceContext context() {
      if (context == null) {
        context = TraceContext.of(received);
      }
      return context;
    }
  }
}
