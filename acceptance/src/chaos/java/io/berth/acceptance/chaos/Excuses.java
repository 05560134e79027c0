package io.berth.acceptance.chaos;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The spans of time in which something is allowed to be refused, because the run itself took away
 * what it needs. Written by {@link Havoc}, read by callers.
 */
final class Excuses {
  /** What was taken away. */
  enum Lost {
    /** The server is dead, from the kill until {@code berth up} has returned. */
    SERVER,
    /** PostgreSQL is dead, from the kill until a moment after {@code berth up} has returned. */
    DATABASE,
    /** A project's disk is full: nothing can be written there. */
    DISK,
    /** A project's program cannot start. */
    PROGRAM
  }

  /** A span; {@code end} is -1 while it lasts. */
  static final class Span {
    private final Lost lost;
    private final String project;
    private final long begun = System.nanoTime();
    private volatile long end = -1;

    private Span(Lost lost, String project) {
      this.lost = lost;
      this.project = project;
    }

    void over(Duration grace) {
      end = System.nanoTime() + grace.toNanos();
    }

    private boolean meets(long from, long until) {
      return begun - until <= 0 && (end == -1 || end - from >= 0);
    }

    private long nanosWithin(long from, long until) {
      long last = end == -1 || end - until > 0 ? until : end;
      long first = begun - from > 0 ? begun : from;
      return Math.max(0, last - first);
    }
  }

  private final List<Span> spans = new CopyOnWriteArrayList<>();

  /** Begins a span; the project is empty when it is about all of them. */
  Span begin(Lost lost, String project) {
    Span span = new Span(lost, project);
    spans.add(span);
    return span;
  }

  boolean any(Lost lost, String project, long from, long until) {
    return spans.stream()
        .anyMatch(
            span ->
                span.lost == lost
                    && (span.project.isEmpty() || span.project.equals(project))
                    && span.meets(from, until));
  }

  /** How long the server was dead between two moments. */
  Duration serverDead(long from, long until) {
    return Duration.ofNanos(
        spans.stream()
            .filter(span -> span.lost == Lost.SERVER && span.meets(from, until))
            .mapToLong(span -> span.nanosWithin(from, until))
            .sum());
  }
}
