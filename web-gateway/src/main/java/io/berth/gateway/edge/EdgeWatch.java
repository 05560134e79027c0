package io.berth.gateway.edge;

import io.berth.connector.api.KmHeader;
import io.berth.gateway.observe.Observers;
import io.berth.gateway.observe.Passage;
import io.berth.gateway.observe.Phases;
import io.berth.gateway.observe.TraceContext;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.PathRights;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;

/**
 * Tells {@link Observers} of what the data plane does not tell: the management API, and what was
 * refused at the edge. On request threads, and on the one that ends an asynchronous request.
 */
final class EdgeWatch {
  private final Observers observers;

  EdgeWatch(Observers observers) {
    this.observers = observers;
  }

  /** When a request came; 0 where nobody wants to know. */
  long begin() {
    return observers.wanted() ? System.nanoTime() : 0;
  }

  /** A request has passed the filter, and is over unless it went asynchronous. */
  void look(HttpServletRequest request, HttpServletResponse response, Caller caller, long begun) {
    if (begun == 0 || isGoodProbe(request, response)) {
      return;
    }
    Passage.Asked asked = asked(request, caller, begun);
    TraceContext trace = trace(request);
    if (request.isAsyncStarted()) {
      try {
        request.getAsyncContext().addListener(new End(response, asked, trace, begun));
        return;
      } catch (IllegalStateException overMeanwhile) {
        // why: then it is told at once
        tell(response, asked, trace, Phases.of(System.nanoTime() - begun));
        return;
      }
    }
    tell(response, asked, trace, Phases.of(System.nanoTime() - begun));
  }

  private void tell(
      HttpServletResponse response, Passage.Asked asked, TraceContext trace, Phases phases) {
    int status = response.getStatus();
    String reason = response.getHeader("Berth-Reason");
    String outcome = reason != null ? reason : status < 400 ? "answered" : "refused";
    observers.passed(
        new Passage(
            asked,
            // why -1: the container counts these bytes, and tells nobody
            new Passage.Answer(outcome, status, -1, 0, null),
            phases,
            trace));
  }

  /** why: what asks every second whether all is well would be most of the log. */
  private static boolean isGoodProbe(HttpServletRequest request, HttpServletResponse response) {
    return response.getStatus() < 400 && PathRights.isProbe(request.getRequestURI());
  }

  private Passage.Asked asked(HttpServletRequest request, Caller caller, long begun) {
    return new Passage.Asked(
        observers.now().minusNanos(System.nanoTime() - begun),
        String.valueOf(request.getAttribute(RequestId.ATTRIBUTE)),
        request.getRemoteAddr(),
        caller == null ? null : caller.subject(),
        request.getMethod(),
        request.getProtocol(),
        request.getRequestURI(),
        request.getServletPath(),
        null,
        request.getHeader("User-Agent"));
  }

  private static TraceContext trace(HttpServletRequest request) {
    String parent = request.getHeader(TraceContext.PARENT);
    if (parent == null) {
      return null;
    }
    TraceContext trace = TraceContext.of(List.of(new KmHeader(TraceContext.PARENT, parent)));
    return trace.received() ? trace : null;
  }

  /** The end of an asynchronous request. */
  private final class End implements AsyncListener {
    private final HttpServletResponse response;
    private final Passage.Asked asked;
    private final TraceContext trace;
    private final long begun;

    End(HttpServletResponse response, Passage.Asked asked, TraceContext trace, long begun) {
      this.response = response;
      this.asked = asked;
      this.trace = trace;
      this.begun = begun;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      long total = System.nanoTime() - begun;
      // why all of it the answer's: what goes asynchronous waits because it was asked to
      tell(response, asked, trace, new Phases(total, 0, 0, 0, total, List.of()));
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // why: its completion follows
    }

    @Override
    public void onError(AsyncEvent event) {
      // why: its completion follows
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
