package io.berth.connector.process;

import io.berth.connector.adopt.AdoptionPlan;
import io.berth.connector.adopt.Census;
import io.berth.connector.adopt.Found;
import io.berth.connector.api.AdoptionReport;
import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StartSource;
import io.berth.connector.files.ProcessRecord;
import io.berth.connector.files.ProcessRecords;
import io.berth.connector.files.Secrets;
import io.berth.connector.proc.Ender;
import io.berth.connector.proc.ListeningSocket;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcessGroup;
import io.berth.connector.proc.SocketProof;
import io.berth.connector.proc.WarmMarker;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Carries out an adoption plan: proves each wanted process by a probe of its own socket and puts it
 * into its slot, ends what is ours and unwanted, removes records that describe nothing and the
 * secrets of those that are gone. Blocks its caller; each process is looked at by a worker of its
 * own.
 */
final class AdoptionRun {
  private static final Logger LOG = System.getLogger(AdoptionRun.class.getName());
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final SlotServices services;
  private final ProcFs proc;
  private final Ender ender;
  private final Census census;
  private final Readiness readiness;
  private final Duration probeTimeout;
  private final Function<ProjectId, ProcessSlot> slots;
  private final Function<ProjectId, Path> folders;

  AdoptionRun(
      SlotServices services,
      ProcFs proc,
      Ender ender,
      Census census,
      Readiness readiness,
      Duration probeTimeout,
      Function<ProjectId, ProcessSlot> slots,
      Function<ProjectId, Path> folders) {
    this.services = services;
    this.proc = proc;
    this.ender = ender;
    this.census = census;
    this.readiness = readiness;
    this.probeTimeout = probeTimeout;
    this.slots = slots;
    this.folders = folders;
  }

  /** With {@code already}, which is in its slots and not looked for any more. */
  AdoptionReport run(Collection<AdoptionWish> wishes, List<ProcessSnapshot> already) {
    Map<ProjectId, ProcessRecord> records = records(services.records());
    AdoptionPlan plan = AdoptionPlan.of(wishes, census.take(records));
    List<CompletableFuture<ProcessSnapshot>> adoptions = new ArrayList<>();
    List<CompletableFuture<String>> endings = new ArrayList<>();
    for (AdoptionPlan.Pair pair : plan.adopt()) {
      adoptions.add(async(() -> adopt(pair)));
    }
    for (Found unwanted : plan.end()) {
      endings.add(async(() -> end(unwanted)));
    }
    for (Census.Warm warm : census.unassigned()) {
      endings.add(async(() -> end(warm)));
    }
    Map<ProjectId, String> gone = new TreeMap<>(plan.gone());
    List<ProcessSnapshot> adopted = new ArrayList<>(already);
    for (int i = 0; i < adoptions.size(); i++) {
      ProjectId project = plan.adopt().get(i).wish().order().project();
      try {
        adopted.add(adoptions.get(i).join());
      } catch (RuntimeException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        gone.put(project, cause.getMessage());
      }
    }
    List<String> ended = endings.stream().map(CompletableFuture::join).toList();
    dropStale(records, adopted);
    return new AdoptionReport(List.copyOf(adopted), ended, Map.copyOf(gone));
  }

  private <T> CompletableFuture<T> async(java.util.function.Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, services.workers().ends());
  }

  private ProcessSnapshot adopt(AdoptionPlan.Pair pair) {
    StartOrder order = SlotStart.atAbsoluteFolder(pair.wish().order());
    ProcessGroup group = new ProcessGroup(proc, pair.found().leader());
    try {
      LiveProcess process = prove(order, pair.found(), group);
      CompletableFuture<ProcessSnapshot> adopted = new CompletableFuture<>();
      ProcessSlot slot = slots.apply(order.project());
      slot.post(() -> slot.adopt(process, adopted));
      // why bounded: a step that fails completes nothing
      return adopted.orTimeout(10, TimeUnit.SECONDS).join();
    } catch (NotProved e) {
      end(pair.found());
      throw e;
    }
  }

  /** A process of ours that cannot be used: it is ended. */
  private static final class NotProved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotProved(Found found, String why) {
      super(AdoptionPlan.display(found) + " ran, but " + why + "; it was ended");
    }
  }

  private LiveProcess prove(StartOrder order, Found found, ProcessGroup group) {
    String secret =
        Secrets.read(order.dataFolder(), order.generation())
            .orElseThrow(() -> new NotProved(found, "its secret is gone"));
    int port = port(found, group);
    if (!services.ports().claim(port, order.project())) {
      throw new NotProved(found, "its port " + port + " is held by another project");
    }
    Readiness.Answer answer = readiness.ready(order.runtime(), port, secret, probeTimeout);
    SocketProof.Verdict verdict = new SocketProof(proc).of(group, port);
    boolean ours =
        verdict == SocketProof.Verdict.OURS
            || verdict == SocketProof.Verdict.OURS_EXPOSED && order.runtime().permitsAnyBind();
    if (answer.host().isEmpty() || !ours) {
      services.ports().release(port, order.project());
      throw new NotProved(
          found, ours ? "did not answer: " + answer.complaint() : "port " + port + ": " + verdict);
    }
    Instant forkedAt =
        found.record().map(ProcessRecord::writtenAt).orElse(services.clock().instant());
    KmTarget target = ReadyWait.target(order, answer.host().get(), port, secret);
    rewriteRecord(order, found, port);
    return new LiveProcess(
        order, target, group, Optional.empty(), forkedAt, Optional.empty(), source(found));
  }

  private StartSource source(Found found) {
    return WarmMarker.of(proc.environment(found.leader().pid())).isPresent()
        ? StartSource.WARM
        : StartSource.COLD;
  }

  private int port(Found found, ProcessGroup group) {
    return found
        .record()
        .map(ProcessRecord::port)
        .or(() -> group.listening().stream().map(ListeningSocket::port).sorted().findFirst())
        .orElseThrow(() -> new NotProved(found, "listens nowhere"));
  }

  private void rewriteRecord(StartOrder order, Found found, int port) {
    if (found.record().isPresent()) {
      return;
    }
    try {
      services
          .records()
          .write(
              new ProcessRecord(
                  order.project(),
                  order.generation(),
                  order.runtime().name(),
                  port,
                  found.leader().pid(),
                  found.leader().startTicks(),
                  found.leader().bootId(),
                  services.clock().instant()));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "no record for " + AdoptionPlan.display(found), e);
    }
  }

  private String end(Found found) {
    Ender.Outcome outcome =
        services.ender().end(new ProcessGroup(proc, found.leader()), found.marker(), STOP_PATIENCE);
    if (outcome == Ender.Outcome.SURVIVED) {
      LOG.log(Level.ERROR, AdoptionPlan.display(found) + " survives SIGKILL; look at the host");
    } else {
      forget(found.marker().project(), found.marker().generation());
    }
    return AdoptionPlan.display(found);
  }

  /** why not taken over: a new one costs half a second, and nobody waits for it. */
  private String end(Census.Warm warm) {
    String display = "warm process " + warm.marker().id() + " pid " + warm.leader().pid();
    Ender.Outcome outcome = ender.end(new ProcessGroup(proc, warm.leader()), STOP_PATIENCE);
    if (outcome == Ender.Outcome.SURVIVED) {
      LOG.log(Level.ERROR, display + " survives SIGKILL; look at the host");
    }
    return display;
  }

  private void dropStale(Map<ProjectId, ProcessRecord> records, List<ProcessSnapshot> adopted) {
    for (ProcessRecord record : records.values()) {
      boolean alive =
          adopted.stream()
              .anyMatch(
                  s ->
                      s.project().equals(record.project())
                          && s.generation() == record.generation());
      // why: whoever has that pid now carries no marker of ours, so the record describes nothing
      if (!alive) {
        forget(record.project(), record.generation());
      }
    }
  }

  /** Nothing runs any more that this could be asked with. */
  private void forget(ProjectId project, long generation) {
    services.records().remove(project, generation);
    try {
      Secrets.remove(folders.apply(project), generation);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the secret of " + project + "#" + generation + " stays", e);
    }
  }

  private static Map<ProjectId, ProcessRecord> records(ProcessRecords records) {
    try {
      return records.all();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "process records cannot be read; looking at processes only", e);
      return Map.of();
    }
  }
}
