package io.berth.gateway.observe;

import io.berth.connector.api.KmHeader;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Records requests with the server's OpenTelemetry: a span for each request that its sampler takes,
 * one below it for each phase. What is sampled, queued, dropped and sent is the SDK's matter, on
 * its own thread. Nothing is bound to a thread here, because a request changes threads.
 */
final class OtelTracing implements Tracing {
  private final Tracer tracer;

  OtelTracing(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Traced begin(List<KmHeader> received, String route, String method, long at) {
    TraceContext caller = TraceContext.received(received);
    SpanBuilder builder =
        tracer
            .spanBuilder(SpanAttributes.method(method) + ' ' + route)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(at, TimeUnit.NANOSECONDS);
    if (caller != null) {
      builder.setParent(Context.root().with(Span.wrap(remote(caller))));
    } else {
      builder.setNoParent();
    }
    return new Recorded(builder.startSpan(), caller == null ? "" : caller.state(), at);
  }

  private static SpanContext remote(TraceContext caller) {
    return SpanContext.createFromRemoteParent(
        caller.traceId(),
        caller.spanId(),
        TraceFlags.fromByte((byte) caller.flags()),
        // why: the sampler may look at it; what goes on is the caller's line, not this
        TraceState.getDefault());
  }

  /** One request under way. */
  private final class Recorded implements Traced {
    private final Span span;
    private final TraceContext context;
    private final long at;

    Recorded(Span span, String state, long at) {
      this.span = span;
      this.at = at;
      SpanContext own = span.getSpanContext();
      this.context =
          new TraceContext(
              own.getTraceId(), own.getSpanId(), own.getTraceFlags().asByte(), state, false);
    }

    @Override
    public TraceContext context() {
      return context;
    }

    @Override
    public boolean isRecorded() {
      return span.isRecording();
    }

    @Override
    public void ended(Passage passage) {
      if (span.isRecording()) {
        SpanAttributes.set(span, passage);
        if (passage.answer().status() >= 500 || passage.answer().status() == 0) {
          span.setStatus(StatusCode.ERROR, passage.answer().outcome());
        }
        phases(passage.phases());
      }
      span.end(at + passage.phases().total(), TimeUnit.NANOSECONDS);
    }

    private void phases(Phases phases) {
      if (phases.laps().isEmpty()) {
        return;
      }
      Context parent = Context.root().with(span);
      for (Phases.Lap lap : phases.laps()) {
        tracer
            .spanBuilder(lap.phase())
            .setParent(parent)
            .setStartTimestamp(at + lap.from(), TimeUnit.NANOSECONDS)
            .startSpan()
            .end(at + lap.to(), TimeUnit.NANOSECONDS);
      }
    }
  }
}
