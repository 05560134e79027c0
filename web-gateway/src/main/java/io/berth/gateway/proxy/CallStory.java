package io.berth.gateway.proxy;

import io.berth.connector.api.KmHeader;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.observe.Passage;
import io.berth.gateway.observe.TraceContext;
import io.berth.gateway.observe.Tracing;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What will be told of one request: begun when it comes, told once when it is over. Where nobody
 * looks, only the metrics are. What is of the caller is read at the beginning, because a request
 * that broke off may not be touched any more. Used by one thread at a time.
 */
final class CallStory {
  private static final Logger LOG = Logger.getLogger(CallStory.class.getName());
  private static final String PREFIX = "/projects/{id}/";

  private final Shared shared;
  private final Inbound in;
  private final ProjectId project;
  private final CallTimes times;
  private final Tracing.Traced trace;
  private final Passage.Asked asked;

  CallStory(
      Shared shared,
      Inbound in,
      Route route,
      String subject,
      List<KmHeader> received,
      CallTimes times) {
    this.shared = shared;
    this.in = in;
    this.project = route.project();
    this.times = times;
    if (!shared.observers().wanted()) {
      this.asked = null;
      this.trace = Tracing.OFF.begin(received, "", "", 0);
      return;
    }
    Instant at = shared.observers().now();
    String place = PREFIX + (route.kind() == Route.Kind.MCP ? "mcp" : "km");
    this.asked =
        new Passage.Asked(
            at,
            in.requestId(),
            in.remoteAddress(),
            subject,
            in.method(),
            in.protocol(),
            in.path(),
            place,
            project.value(),
            HeaderRules.first(received, "user-agent"));
    this.trace =
        shared
            .observers()
            .tracing()
            .begin(
                received, place, in.method(), at.getEpochSecond() * 1_000_000_000L + at.getNano());
    if (trace.isRecorded()) {
      times.keepLaps();
    }
  }

  CallTimes times() {
    return times;
  }

  /** What a KM is told of the trace. */
  TraceContext trace() {
    return trace.context();
  }

  /** Its caller left: everyday, so one line, and only of half a request to everybody. */
  void left(RequestBody body) {
    Level level = body.isTorn() ? Level.INFO : Level.FINE;
    if (LOG.isLoggable(level)) {
      LOG.log(
          level,
          "project {0}: a caller left, after {1} bytes of its request and {2} of the answer",
          new Object[] {project, String.valueOf(body.received()), String.valueOf(in.sent())});
    }
  }

  /** Tells the metrics, and whoever looks. Before the request is given back to the container. */
  void ended(String outcome, long generation) {
    shared.metrics().ended(project, outcome, times.total(), times.others());
    unmeasured(outcome, generation);
  }

  /** Tells whoever looks, and not the metrics. */
  void unmeasured(String outcome, long generation) {
    if (asked == null) {
      return;
    }
    Passage.Answer answer =
        new Passage.Answer(outcome, in.status(), in.sent(), generation, times.cache());
    Passage passage = new Passage(asked, answer, times.phases(), trace.context());
    shared.observers().passed(passage);
    trace.ended(passage);
  }
}
