package io.berth.gateway.observe;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who wants to know what became of requests. Asked before anything is gathered, so that where
 * nobody does, it costs a look at a field. Any thread; never blocks.
 */
public final class Observers {
  /** Nobody. */
  public static final Observers NONE =
      new Observers(List.of(), Tracing.OFF, InstantSource.system());

  private final List<Consumer<Passage>> all;
  private final Tracing tracing;
  private final InstantSource clock;
  private final boolean wanted;

  private Observers(List<Consumer<Passage>> all, Tracing tracing, InstantSource clock) {
    this.all = List.copyOf(all);
    this.tracing = tracing;
    this.clock = clock;
    this.wanted = !all.isEmpty() || tracing != Tracing.OFF;
  }

  /** These. */
  public static Observers of(List<Consumer<Passage>> all, Tracing tracing, InstantSource clock) {
    return new Observers(all, tracing, clock);
  }

  /** Whether anybody does. */
  public boolean wanted() {
    return wanted;
  }

  /** When a request comes. */
  public Instant now() {
    return clock.instant();
  }

  /** How requests get their place in a trace. */
  public Tracing tracing() {
    return tracing;
  }

  /** Tells it to everybody. */
  public void passed(Passage passage) {
    for (Consumer<Passage> each : all) {
      each.accept(passage);
    }
  }
}
