package io.berth.connector.process;

import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.ProbeResult.Finding;
import io.berth.connector.api.ProjectId;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcStat;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Probes the health of processes on the caller's thread, one probe at a time for each project: who
 * comes while one is under way gets its result. Each probe has a connection of its own that is
 * closed at its end, counts as no activity, and starts nothing. A process that a signal holds is
 * told from {@code /proc}, without waiting for an answer that cannot come.
 */
final class HealthProbe {
  private final ProcFs proc;
  private final Readiness readiness;
  private final SocketWatch sockets;
  private final Duration timeout;
  private final LongSupplier nanos;
  private final Map<ProjectId, CompletableFuture<ProbeResult>> underWay = new ConcurrentHashMap<>();

  HealthProbe(
      ProcFs proc, Readiness readiness, SocketWatch sockets, Duration timeout, LongSupplier nanos) {
    this.proc = proc;
    this.readiness = readiness;
    this.sockets = sockets;
    this.timeout = timeout;
    this.nanos = nanos;
  }

  Optional<ProbeResult> probe(LiveProcess process) {
    ProjectId project = process.order().project();
    CompletableFuture<ProbeResult> mine = new CompletableFuture<>();
    CompletableFuture<ProbeResult> other = underWay.putIfAbsent(project, mine);
    if (other != null) {
      return await(other);
    }
    try {
      mine.complete(ask(process));
    } finally {
      underWay.remove(project, mine);
      mine.complete(new ProbeResult(false, timeout, "the probe broke off"));
    }
    return Optional.of(mine.join());
  }

  private ProbeResult ask(LiveProcess process) {
    long begun = nanos.getAsLong();
    Readiness.Health health = look(process);
    return new ProbeResult(
        health.finding(), Duration.ofNanos(nanos.getAsLong() - begun), health.complaint());
  }

  private Readiness.Health look(LiveProcess process) {
    if (held(process)) {
      return new Readiness.Health(
          Finding.UNWELL,
          "process " + process.pid() + " is stopped by a signal (kill -CONT lets it go on)");
    }
    if (process.target().bridge().isPresent()) {
      String wrong = process.target().bridge().get().complaint(timeout);
      return new Readiness.Health(wrong.isEmpty() ? Finding.WELL : Finding.UNWELL, wrong);
    }
    Readiness.Health answer =
        readiness.health(process.order().runtime(), process.target(), timeout);
    boolean answered = answer.finding() == Finding.WELL || answer.finding() == Finding.NOT_READY;
    // why also after a good answer: it may be somebody else's
    SocketWatch.Loss lost = sockets.loss(process, answered);
    if (lost.complaint().isEmpty()) {
      return answer;
    }
    // why twice: tables and descriptors are not read in one moment, and what follows is an end
    SocketWatch.Loss again = sockets.loss(process, answered);
    if (again.complaint().isEmpty()) {
      return answer;
    }
    return new Readiness.Health(
        lost.certain() && again.certain() ? Finding.PORT_LOST : Finding.UNWELL, again.complaint());
  }

  private boolean held(LiveProcess process) {
    return proc.stat(process.pid()).filter(ProcStat::stopped).isPresent();
  }

  private Optional<ProbeResult> await(CompletableFuture<ProbeResult> other) {
    try {
      return Optional.of(other.get(timeout.toMillis() + 1000, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }
}
