package io.berth.connector.process;

import io.berth.connector.adopt.Census;
import io.berth.connector.api.AdoptionReport;
import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.ConnectorSettings;
import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.ProcessEventListener;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Usage;
import io.berth.connector.event.EventDispatcher;
import io.berth.connector.files.ProcessLog;
import io.berth.connector.files.ProcessRecords;
import io.berth.connector.install.JavaHome;
import io.berth.connector.install.KmInstall;
import io.berth.connector.port.FreePort;
import io.berth.connector.port.PortAllocator;
import io.berth.connector.proc.Ender;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.SocketProof;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The supervisor's inside, put together from the settings: threads, ports, slots. It lives from the
 * first configuration until the adapter detaches.
 */
final class Node implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Node.class.getName());
  private static final int EVENT_QUEUE = 10_000;
  private static final long MOST_LOG_BYTES = 10L * 1024 * 1024;
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(10);

  private final ConnectorSettings settings;
  private final ProcFs proc = new ProcFs();
  private final Workers workers;
  private final EventDispatcher dispatcher;
  private final ExitWatch exitWatch;
  private final PortAllocator ports;
  private final KmInstall install;
  private final Readiness readiness;
  private final HealthProbe health;
  private final SlotServices services;
  private final Map<ProjectId, ProcessSlot> slots = new ConcurrentHashMap<>();

  Node(ConnectorSettings settings, GenerationListener generations, ProcessEventListener sink) {
    this.settings = settings;
    InstantSource clock = InstantSource.system();
    workers = new Workers(settings.startConcurrency());
    dispatcher =
        new EventDispatcher(
            sink, EventDispatcher.Redelivery.DEFAULTS, EVENT_QUEUE, Workers.named("berth-event"));
    exitWatch = new ExitWatch(proc, workers);
    ports = new PortAllocator(settings.ports(), FreePort::test, System::nanoTime);
    install =
        new KmInstall(
            settings.dataFolder(),
            settings.kmJava().map(JavaHome::of).orElseGet(JavaHome::own),
            settings.orphanTimeout(),
            Workers.named("berth-install"));
    readiness = new Readiness(new LoopbackGet(System::nanoTime));
    health = new HealthProbe(readiness, settings.healthTimeout(), System::nanoTime);
    services = services(generations, clock);
    workers.every(HOUSEKEEPING, this::boundLogs);
    install.prepare();
  }

  private SlotServices services(GenerationListener generations, InstantSource clock) {
    Programs programs = new Programs(install, settings.installation(), settings.node());
    ProcessRecords records = new ProcessRecords(settings.dataFolder());
    Ender ender = new Ender(proc, System::nanoTime);
    ReadyWait wait = new ReadyWait(readiness, new SocketProof(proc), System::nanoTime);
    return new SlotServices(
        workers,
        new Launcher(programs, ports, records, wait, proc, ender, clock),
        programs,
        ender,
        exitWatch,
        ports,
        records,
        generations,
        new Feed(dispatcher, clock),
        clock,
        System::nanoTime,
        settings.waitingPerProject(),
        settings.healthTimeout());
  }

  ConnectorSettings settings() {
    return settings;
  }

  /** The slot of a project, made on first use. */
  ProcessSlot slot(ProjectId project) {
    return slots.computeIfAbsent(project, p -> new ProcessSlot(p, services));
  }

  Optional<ProcessSlot> existing(ProjectId project) {
    return Optional.ofNullable(slots.get(project));
  }

  Collection<ProcessSlot> all() {
    return slots.values();
  }

  void forget(ProjectId project) {
    existing(project)
        .ifPresent(
            slot ->
                slot.post(
                    () -> {
                      if (slot.retire()) {
                        slots.remove(project, slot);
                      }
                    }));
  }

  void suspect(ProjectId project, long generation) {
    existing(project)
        .flatMap(slot -> slot.published().live())
        .filter(live -> live.generation() == generation)
        .ifPresent(live -> workers.after(Duration.ZERO, () -> exitWatch.suspect(live)));
  }

  AdoptionReport adopt(Collection<AdoptionWish> wishes) {
    Census census = new Census(proc, settings.installation(), settings.node());
    return new AdoptionRun(services, proc, census, readiness, settings.healthTimeout(), this::slot)
        .run(wishes);
  }

  Optional<ProbeResult> probe(ProjectId project) {
    return existing(project)
        .map(ProcessSlot::published)
        .filter(Published::ready)
        .flatMap(Published::live)
        .flatMap(health::probe);
  }

  Map<ProjectId, Usage> usage() {
    Map<Long, ProjectId> leaders = new HashMap<>();
    slots.forEach(
        (project, slot) ->
            slot.published().live().ifPresent(live -> leaders.put(live.pid(), project)));
    return new UsageReader(proc).read(leaders);
  }

  List<String> builtInContents() {
    return install.contents();
  }

  List<PortUse> ports() {
    return ports.use();
  }

  List<String> logTail(ProjectId project, int lines) {
    return new ProcessLog(projectFolder(project)).tail(lines);
  }

  private Path projectFolder(ProjectId project) {
    return existing(project)
        .flatMap(slot -> slot.published().live())
        .map(live -> live.order().dataFolder())
        .orElse(settings.dataFolder().resolve("projects").resolve(project.value()));
  }

  private void boundLogs() {
    for (ProcessSlot slot : all()) {
      slot.published().live().ifPresent(Node::boundLog);
    }
  }

  private static void boundLog(LiveProcess live) {
    try {
      new ProcessLog(live.order().dataFolder()).bound(MOST_LOG_BYTES);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "the output of " + live.target() + " cannot be bounded", e);
    }
  }

  /** Detaches, in this order: no more deaths told, callers told, threads ended. */
  @Override
  public void close() {
    exitWatch.close();
    CountDownLatch detached = new CountDownLatch(slots.size());
    for (ProcessSlot slot : List.copyOf(slots.values())) {
      slot.post(
          () -> {
            try {
              slot.detach();
            } finally {
              detached.countDown();
            }
          });
    }
    try {
      detached.await(3, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    install.close();
    workers.close();
    dispatcher.close();
  }
}
