package io.berth.connector.process;

import io.berth.connector.adopt.Census;
import io.berth.connector.api.AdoptionReport;
import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.ConnectorSettings;
import io.berth.connector.api.HostLimits;
import io.berth.connector.api.KmException;
import io.berth.connector.api.PortLedger;
import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessEventListener;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.RecodeOrder;
import io.berth.connector.api.Traffic;
import io.berth.connector.api.Usage;
import io.berth.connector.api.WarmPoolUse;
import io.berth.connector.event.EventDispatcher;
import io.berth.connector.files.ProcessLog;
import io.berth.connector.files.ProcessRecords;
import io.berth.connector.host.HostFolder;
import io.berth.connector.host.HostStarter;
import io.berth.connector.host.Hosts;
import io.berth.connector.install.JavaHome;
import io.berth.connector.install.KmInstall;
import io.berth.connector.keeper.Keeper;
import io.berth.connector.port.FreePort;
import io.berth.connector.port.PortAllocator;
import io.berth.connector.port.PortNews;
import io.berth.connector.proc.Ender;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.SocketProof;
import io.berth.connector.warm.WarmFolder;
import io.berth.connector.warm.WarmPool;
import io.berth.connector.warm.WarmStarter;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The supervisor's inside, put together from the settings: threads, ports, slots. It lives from the
 * first configuration until the adapter detaches.
 */
final class Node implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Node.class.getName());
  private static final int EVENT_QUEUE = 10_000;
  private static final long MOST_LOG_BYTES = 10L * 1024 * 1024;
  private static final Duration LOGS = Duration.ofSeconds(1);
  private static final Duration PORTS = Duration.ofSeconds(2);
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(10);

  private final ConnectorSettings settings;
  private final ProcFs proc = new ProcFs();
  private final Workers workers;
  private final EventDispatcher dispatcher;
  private final ExitWatch exitWatch;
  private final PortAllocator ports;
  private final PortOwners owners;
  private final Confinement confinement = Confinement.ofThisHost();
  private final Keeper keeper;
  private final KmInstall install;
  private final Readiness readiness;
  private final UsageReader usage;
  private final HealthProbe health;
  private final Ender ender = new Ender(proc, System::nanoTime);
  private final WarmFolder warmFolder;
  private final WarmPool warm;
  private final HostStarter hostStarter;
  private final Hosts hosts;
  private final SharedLaunch shared;
  private final SlotServices services;
  private final Map<ProjectId, ProcessSlot> slots = new ConcurrentHashMap<>();
  private volatile boolean closing;

  Node(ConnectorSettings settings, GenerationListener generations, ProcessEventListener sink) {
    this.settings = settings;
    InstantSource clock = InstantSource.system();
    workers = new Workers(settings.startConcurrency());
    dispatcher =
        new EventDispatcher(
            sink, EventDispatcher.Redelivery.DEFAULTS, EVENT_QUEUE, Workers.named("berth-event"));
    exitWatch = new ExitWatch(proc, workers);
    ports = new PortAllocator(settings.ports(), FreePort::test, System::nanoTime, this::tell);
    owners = new PortOwners(proc, settings.installation());
    keeper =
        new Keeper(
            settings.dataFolder(),
            settings.installation(),
            settings.node(),
            settings.orphanTimeout(),
            proc,
            System::nanoTime);
    keeper.beat(); // why now: an older one may be about to end what the adoption wants
    install =
        new KmInstall(
            settings.dataFolder(),
            settings.kmJava().map(JavaHome::of).orElseGet(JavaHome::own),
            settings.orphanTimeout(),
            settings.encrypting(),
            Workers.named("berth-install"));
    readiness = new Readiness(new LoopbackGet(System::nanoTime));
    usage = new UsageReader(proc, System::nanoTime);
    health =
        new HealthProbe(
            proc, readiness, new SocketWatch(proc), settings.healthTimeout(), System::nanoTime);
    warmFolder = new WarmFolder(settings.dataFolder(), settings.node());
    warm = warmPool();
    hostStarter =
        new HostStarter(
            install,
            Programs::forkWarm,
            new HostFolder(settings.dataFolder(), settings.node()),
            new HostStarter.Whose(settings.installation(), settings.node(), settings.sharedMost()),
            proc,
            ender,
            System::nanoTime);
    hosts = new Hosts(hostStarter, System::nanoTime);
    shared =
        new SharedLaunch(
            hosts,
            install,
            new ProcessRecords(settings.dataFolder()),
            readiness,
            new SocketProof(proc),
            clock,
            System::nanoTime);
    services = services(generations, clock);
    workers.every(LOGS, this::boundLogs);
    workers.every(PORTS, () -> ports.lookAgain(owners));
    workers.every(HOUSEKEEPING, this::keep);
    workers.every(keeper.pause(), keeper::beat);
    install.prepare();
  }

  private WarmPool warmPool() {
    WarmStarter starter =
        new WarmStarter(
            install,
            Programs::forkWarm,
            warmFolder,
            WarmStarter.marks(settings.installation(), settings.node()),
            proc,
            ender,
            System::nanoTime);
    return new WarmPool(
        settings.warmPool(),
        starter,
        install::prepared,
        workers::startsDemanded,
        ender,
        proc,
        System::nanoTime,
        Workers.named("berth-warm"));
  }

  private SlotServices services(GenerationListener generations, InstantSource clock) {
    Programs programs =
        new Programs(install, settings.installation(), settings.node(), confinement, keeper);
    ProcessRecords records = new ProcessRecords(settings.dataFolder());
    SocketProof proof = new SocketProof(proc);
    ReadyWait wait = new ReadyWait(readiness, proof, System::nanoTime);
    WarmLaunch warmLaunch =
        new WarmLaunch(
            warm, install, programs, records, wait, proof, ender, clock, System::nanoTime);
    return new SlotServices(
        workers,
        new StdioLaunch(
            new Launcher(shared, warmLaunch, programs, ports, records, wait, proc, ender, clock),
            programs,
            records,
            ender,
            clock,
            System::nanoTime),
        programs,
        ender,
        shared,
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
    return slots.computeIfAbsent(project, this::newSlot);
  }

  private ProcessSlot newSlot(ProjectId project) {
    ProcessSlot made = new ProcessSlot(project, services);
    if (closing) {
      made.detach(); // why: it comes too late to be told with the others
    }
    return made;
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
    List<ProcessSnapshot> inShared =
        new SharedAdoption(census, hostStarter, hosts, shared, services.clock(), this::slot)
            .run(wishes);
    Set<ProjectId> there =
        inShared.stream().map(ProcessSnapshot::project).collect(Collectors.toSet());
    List<AdoptionWish> others =
        wishes.stream().filter(wish -> !there.contains(wish.order().project())).toList();
    AdoptionReport report =
        new AdoptionRun(
                services,
                proc,
                ender,
                census,
                readiness,
                settings.healthTimeout(),
                this::slot,
                this::projectFolder)
            .run(others, inShared);
    startWarmPool();
    return report;
  }

  private void startWarmPool() {
    try {
      warmFolder.clear(); // why now: the adoption has ended every warm process of an earlier life
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "the folder of warm processes cannot be cleared", e);
    }
    warm.start();
  }

  WarmPoolUse warmPoolUse() {
    return warm.use();
  }

  Optional<ProbeResult> probe(ProjectId project) {
    Optional<Published> asked =
        existing(project).map(ProcessSlot::published).filter(Published::ready);
    Optional<ProbeResult> result = asked.flatMap(Published::live).flatMap(health::probe);
    result
        .filter(found -> !found.healthy())
        .ifPresent(found -> asked.orElseThrow().activity().complain(found.detail()));
    return result;
  }

  Map<ProjectId, Usage> usage() {
    SharedUsage sharing =
        new SharedUsage(
            slots.values().stream().flatMap(slot -> slot.published().live().stream()).toList());
    return sharing.spread(usage.read(sharing.leaders()));
  }

  Map<ProjectId, Traffic> traffic() {
    Map<ProjectId, Traffic> all = new HashMap<>();
    slots.forEach(
        (project, slot) -> {
          Published now = slot.published();
          now.live().ifPresent(live -> all.put(project, now.activity().traffic(live.generation())));
        });
    return all;
  }

  List<String> builtInContents() {
    return install.contents();
  }

  RecodeOrder.Result recode(RecodeOrder order) throws KmException {
    try {
      return install.recode(order);
    } catch (IOException e) {
      throw new KmException(
          Problem.UNAVAILABLE,
          "how far the key of " + order.project() + " is changed is not known: " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KmException(
          Problem.UNAVAILABLE, "the server goes down while " + order.project() + " gets a key", e);
    }
  }

  void keepBuiltIn(Set<String> wanted) {
    install.keepOnly(wanted, proc::isInACommand, InstantSource.system());
  }

  List<PortUse> ports() {
    return ports.use();
  }

  void agreeOnPorts(PortLedger ledger, List<Integer> lastUsed) {
    ports.agree(host(), ledger, lastUsed);
  }

  String host() {
    return proc.host();
  }

  HostLimits hostLimits() {
    return confinement.limits();
  }

  private void tell(PortNews news) {
    ProcessEvent.Kind kind =
        switch (news.kind()) {
          case EXHAUSTED -> ProcessEvent.Kind.PORTS_EXHAUSTED;
          case AVAILABLE -> ProcessEvent.Kind.PORTS_AVAILABLE;
          case FOREIGN -> ProcessEvent.Kind.PORT_FOREIGN;
          case FREED -> ProcessEvent.Kind.PORT_FREED;
        };
    ProcessSnapshot slot =
        existing(news.project())
            .map(ProcessSlot::snapshot)
            .orElseGet(() -> ProcessSnapshot.absent(news.project()));
    services.feed().post(kind, news.text(), Optional.empty(), slot);
  }

  /** Programs that were adopted need a keeper, too, and so do those whose keeper was killed. */
  private void keep() {
    boolean foreign =
        all().stream()
            .flatMap(slot -> slot.published().live().stream())
            .anyMatch(live -> !live.order().runtime().builtIn());
    if (foreign) {
      keeper.ensure();
    }
    workers.ends().execute(hosts::tidy);
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
      slot.published().live().filter(live -> !live.shared()).ifPresent(Node::boundLog);
    }
    hosts.boundLogs(MOST_LOG_BYTES);
  }

  private static void boundLog(LiveProcess live) {
    try {
      new ProcessLog(live.order().dataFolder()).bound(MOST_LOG_BYTES);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "the output of " + live.target() + " cannot be bounded", e);
    }
  }

  /** Detaches, in this order: no more deaths told, callers told, what is warm and threads ended. */
  @Override
  public void close() {
    closing = true;
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
    new StdioEnds(services).endAll(slots.values());
    warm.close();
    hosts.endEmpty();
    install.close();
    workers.close();
    dispatcher.close();
  }
}
