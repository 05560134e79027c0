package io.berth.connector.process;

import io.berth.connector.api.Problem;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StartSource;
import io.berth.connector.files.ProcessLog;
import io.berth.connector.proc.SocketProof;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Waits on a worker's thread until a forked process answers as its runtime declares and the
 * answering socket is proved to be its own. Ends early when the process ends. Kills nothing.
 */
final class ReadyWait {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  /** A look that has as long finds out what is wrong. */
  private static final Duration TELLING = Duration.ofMillis(50);

  private static final Duration LONGEST_PROBE = Duration.ofSeconds(2);
  private static final int LINES_SHOWN = 5;

  private final Readiness readiness;
  private final SocketProof proof;
  private final LongSupplier nanos;

  ReadyWait(Readiness readiness, SocketProof proof, LongSupplier nanos) {
    this.readiness = readiness;
    this.proof = proof;
    this.nanos = nanos;
  }

  LiveProcess until(
      StartOrder order,
      int port,
      String secret,
      Launcher.Forked forked,
      Instant forkedAt,
      StartAttempt attempt)
      throws StartFailure, Launcher.PortStolen, InterruptedException {
    long begun = nanos.getAsLong();
    long deadline = begun + order.startTimeout().toNanos();
    Duration pause = Duration.ZERO;
    String complaint = "";
    while (true) {
      if (forked.child().waitFor(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw exited(order, port, forked, begun);
      }
      pause = pause.isZero() ? FIRST_PAUSE : min(pause.multipliedBy(5).dividedBy(4), LONGEST_PAUSE);
      if (attempt.cancelled()) {
        throw Launcher.cancelled(order);
      }
      Duration left = Duration.ofNanos(Math.max(1, deadline - nanos.getAsLong()));
      Readiness.Answer answer =
          readiness.ready(order.runtime(), port, secret, min(left, LONGEST_PROBE));
      if (answer.host().isPresent() && proved(order, port, forked)) {
        KmTarget target = target(order, answer.host().get(), port, secret);
        Duration took = Duration.ofNanos(nanos.getAsLong() - begun);
        return new LiveProcess(
            order,
            target,
            forked.group(),
            Optional.of(forked.child()),
            forkedAt,
            Optional.of(took),
            StartSource.COLD);
      }
      // why not always the last: a look in the last millisecond says only that it had no time
      if (complaint.isEmpty() || left.compareTo(TELLING) >= 0) {
        complaint = answer.complaint();
      }
      if (nanos.getAsLong() >= deadline) {
        throw late(order, port, forked, complaint);
      }
    }
  }

  static KmTarget target(StartOrder order, InetAddress host, int port, String secret) {
    return new KmTarget(
        order.project(), order.generation(), host, port, order.runtime().builtIn(), secret);
  }

  private boolean proved(StartOrder order, int port, Launcher.Forked forked)
      throws StartFailure, Launcher.PortStolen {
    switch (proof.of(forked.group(), port)) {
      case OURS:
        return true;
      case OURS_EXPOSED:
        if (order.runtime().permitsAnyBind()) {
          return true;
        }
        throw StartFailure.failed(
            name(order)
                + " listens on "
                + proof.exposed(forked.group())
                + ", where other machines reach it; make it bind 127.0.0.1, or let its runtime"
                + " permit any bind");
      case FOREIGN:
        throw new Launcher.PortStolen();
      case NOBODY:
        return false; // why: whoever answered is gone again; the next round tells
      default:
        throw new IllegalStateException();
    }
  }

  private StartFailure exited(StartOrder order, int port, Launcher.Forked forked, long begun)
      throws Launcher.PortStolen {
    int code = forked.child().exitValue();
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - begun);
    if (proof.taken(port) && proof.of(forked.group(), port) == SocketProof.Verdict.FOREIGN) {
      throw new Launcher.PortStolen(); // why: a program that cannot bind its port exits
    }
    return new StartFailure(
        Problem.START_FAILED,
        name(order) + " exited with code " + code + " after " + millis + " ms" + tail(order),
        OptionalInt.of(code),
        null);
  }

  private StartFailure late(StartOrder order, int port, Launcher.Forked forked, String complaint) {
    Optional<String> listens = proof.display(forked.group());
    String what = " was not ready on port " + port + " within " + order.startTimeout();
    boolean elsewhere = listens.isPresent() && !listens.get().matches(".*:" + port + "\\b.*");
    String why =
        elsewhere
            ? ": it listens on " + listens.get() + " instead; let it take its port from ${port}"
            : ": " + complaint;
    return StartFailure.failed(name(order) + what + why + tail(order));
  }

  static String name(StartOrder order) {
    return order.project() + " (runtime " + order.runtime().name() + ")";
  }

  static String tail(StartOrder order) {
    List<String> lines = new ProcessLog(order.dataFolder()).tail(LINES_SHOWN);
    return lines.isEmpty() ? "; it wrote nothing" : "; last lines: " + String.join(" | ", lines);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
