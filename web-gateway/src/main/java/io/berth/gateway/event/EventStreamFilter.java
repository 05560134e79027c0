package io.berth.gateway.event;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.problem.ProblemReply;
import io.berth.gateway.security.Caller;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Serves the event routes when the caller accepts {@code text/event-stream}; everything else goes
 * on to the resources. Stands behind the edge filter. The request thread only opens the stream.
 */
@WebFilter(
    urlPatterns = {"/api/v1/events", "/api/v1/projects/*"},
    asyncSupported = true)
public class EventStreamFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject transient EventHub hub;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI();
    if (StreamRequest.matches(request.getMethod(), path, request.getHeader("Accept"))
        && request.getUserPrincipal() instanceof Caller caller) {
      open(request, response, caller);
    } else {
      chain.doFilter(request, response);
    }
  }

  private void open(HttpServletRequest request, HttpServletResponse response, Caller caller)
      throws IOException {
    try {
      StreamRequest wanted =
          StreamRequest.of(
              request.getRequestURI(),
              caller,
              request.getHeader("Last-Event-ID"),
              request.getParameter("after"));
      if (!hub.feed().admit(caller)) {
        throw new ProblemException(
            ProblemDetail.of(
                new KmException(
                    Problem.OVERLOADED,
                    "too many subscribers of events; at most "
                        + FeedPlaces.MOST
                        + ", and "
                        + FeedPlaces.MOST_EACH_AGENT
                        + " of one agent"),
                Optional.empty()));
      }
      start(request, response, wanted);
    } catch (ProblemException e) {
      ProblemReply.send(response, e.problem());
    }
  }

  private void start(HttpServletRequest request, HttpServletResponse response, StreamRequest wanted)
      throws IOException {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("X-Accel-Buffering", "no");
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    ServletSink sink =
        new ServletSink(async, response.getOutputStream(), () -> hub.feed().signal());
    async.addListener(new SinkListener(sink));
    response.getOutputStream().setWriteListener(sink);
    hub.feed().subscribe(wanted.scope(), sink, wanted.after());
  }
}
