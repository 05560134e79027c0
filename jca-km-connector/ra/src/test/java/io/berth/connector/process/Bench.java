package io.berth.connector.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ChannelUse;
import io.berth.connector.api.ConnectorSettings;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.PortPlan;
import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortStrategy;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.RestartLimits;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StartOrders;
import io.berth.connector.api.StopReason;
import io.berth.connector.api.Transport;
import io.berth.connector.api.WarmPoolSettings;
import io.berth.connector.files.DurableFiles;
import io.berth.connector.keeper.Keeper;
import io.berth.connector.port.FreePort;
import io.berth.connector.proc.HostMarker;
import io.berth.connector.proc.Marker;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcStat;
import io.berth.connector.proc.ProcessGroup;
import io.berth.connector.proc.ProcessIdentity;
import io.berth.connector.proc.WarmMarker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A supervisor on an emptied data folder and a port range of its own. After each test it ends what
 * runs and checks that no process, thread, port or file of it is left.
 */
final class Bench implements BeforeEachCallback, AfterEachCallback, GenerationListener {
  static final ProjectId ALPHA = new ProjectId("alpha");
  static final RestartLimits QUICK =
      new RestartLimits(
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          3,
          Duration.ofMinutes(5),
          Duration.ofSeconds(20));

  /** The same with a cool-down that is still on when a test looks, on a busy machine as well. */
  static final RestartLimits COOLING =
      new RestartLimits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          3,
          Duration.ofMinutes(5),
          Duration.ofSeconds(20));

  final List<ProcessEvent> events = new CopyOnWriteArrayList<>();
  final List<String> generations = new CopyOnWriteArrayList<>();
  final Map<ProjectId, AtomicLong> counters = new ConcurrentHashMap<>();
  final ProcFs proc = new ProcFs();

  /** Whether what is kept warm has the SQLite that encrypts. */
  boolean encrypting;

  /** Whether the test is about the installation: then no KM is there before it begins. */
  boolean bare;

  Path data;
  PortRange range;
  String installation;
  ProcessSupervisor supervisor;
  Optional<Path> kmJava = Optional.empty();
  WarmPoolSettings warmPool = WarmPoolSettings.NONE;
  RestartLimits limits = QUICK;
  Duration healthTimeout = Duration.ofSeconds(20);
  Duration orphanTimeout = Duration.ofMinutes(10);
  Duration startTimeout = Duration.ofSeconds(20);
  Duration drainTimeout = Duration.ofSeconds(5);
  Duration stopTimeout = Duration.ofSeconds(5);

  static {
    // why so patient: a busy machine is slow, and who waits for a condition loses nothing by it
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(Duration.ofMillis(25));
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    data = bare ? Files.createTempDirectory("berth-ra-") : InstalledFolder.get();
    range = freeRange();
    installation = UUID.randomUUID().toString();
    supervisor = newSupervisor();
  }

  ProcessSupervisor newSupervisor() {
    ProcessSupervisor made =
        new ProcessSupervisor(this, project -> new ChannelUse(0, 0), events::add);
    made.configure(settings());
    return made;
  }

  /** As after a restart of the server: the old one detaches, a new one knows nothing. */
  void restartSupervisor() {
    supervisor.close();
    supervisor = newSupervisor();
  }

  ConnectorSettings settings() {
    return new ConnectorSettings(
        installation,
        "node-1",
        data,
        new PortPlan(List.of(range), PortStrategy.FILL),
        4,
        100,
        16,
        Duration.ofMinutes(5),
        healthTimeout,
        orphanTimeout,
        kmJava,
        warmPool,
        100,
        encrypting);
  }

  StartOrder order(ProjectId project, long generation, KmRuntime runtime) {
    return new StartOrder(
        project,
        generation,
        runtime,
        data.resolve("projects").resolve(project.value()),
        OptionalInt.empty(),
        startTimeout,
        drainTimeout,
        stopTimeout,
        limits,
        Map.of());
  }

  StartOrders orders(KmRuntime runtime) {
    return project ->
        order(
            project,
            counters.computeIfAbsent(project, p -> new AtomicLong()).incrementAndGet(),
            runtime);
  }

  /** Orders of the built-in KM, in a process that projects share or not. */
  StartOrders builtIn(boolean inShared) {
    StartOrders own = orders(KmRuntime.builtInRuntime());
    return project -> own.next(project).shared(inShared);
  }

  static KmRuntime runtime(String... words) {
    return runtime(FakeProgram.command(words), false);
  }

  static KmRuntime runtime(List<String> command, boolean permitsAnyBind) {
    return new KmRuntime(
        "fake",
        Transport.HTTP,
        command,
        Map.of(),
        "/ready",
        "/mcp",
        OptionalLong.empty(),
        0,
        Set.of(),
        false,
        permitsAnyBind);
  }

  static KmRuntime serving() {
    return runtime("serve", "${port}");
  }

  ProcessSnapshot ensure(ProjectId project, KmRuntime runtime) throws Exception {
    return supervisor
        .ensure(project, orders(runtime))
        .toCompletableFuture()
        .get(40, TimeUnit.SECONDS);
  }

  ProcessSnapshot stop(ProjectId project, StopReason reason) throws Exception {
    return supervisor
        .stop(project, reason, any -> true)
        .toCompletableFuture()
        .get(40, TimeUnit.SECONDS);
  }

  /** Our processes that run now. */
  List<ProcStat> ours() {
    return proc.running().stream()
        .filter(
            s ->
                Marker.of(proc.environment(s.pid()))
                    .filter(m -> m.installation().equals(installation))
                    .isPresent())
        .toList();
  }

  /** Our processes that no project has. */
  List<ProcStat> warm() {
    return proc.running().stream()
        .filter(
            s ->
                WarmMarker.unassigned(proc.environment(s.pid()))
                    && WarmMarker.of(proc.environment(s.pid()))
                        .filter(m -> m.installation().equals(installation))
                        .isPresent())
        .toList();
  }

  /** Our processes that several projects share. */
  List<ProcStat> hosts() {
    return proc.running().stream()
        .filter(
            s ->
                HostMarker.of(proc.environment(s.pid()))
                    .filter(m -> m.installation().equals(installation))
                    .isPresent())
        .toList();
  }

  /** The keepers of this bench that run now. */
  List<ProcStat> keepers() {
    return proc.running().stream()
        .filter(s -> s.session() == s.pid())
        .filter(s -> proc.environment(s.pid()).containsKey(Keeper.MARK))
        .filter(s -> installation.equals(proc.environment(s.pid()).get("BERTH_INSTALLATION")))
        .toList();
  }

  /** Keepers outlive their server by design. */
  private void endKeepers() {
    Awaitility.await("keepers are gone")
        .until(
            () -> {
              keepers()
                  .forEach(
                      s ->
                          new ProcessGroup(
                                  proc, new ProcessIdentity(proc.bootId(), s.pid(), s.startTicks()))
                              .kill());
              return keepers().isEmpty();
            });
  }

  List<ProcessEvent.Kind> kinds() {
    return events.stream().map(ProcessEvent::kind).toList();
  }

  @Override
  public void opened(KmTarget target) {
    generations.add("opened " + target.project() + "#" + target.generation());
  }

  @Override
  public void closed(ProjectId project, long generation) {
    generations.add("closed " + project + "#" + generation);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    try {
      for (ProcessSnapshot slot : supervisor.snapshots()) {
        stop(slot.project(), StopReason.SHUTDOWN);
      }
      List<Path> left = records();
      supervisor.close();
      endKeepers();
      assertThat(left).as("process records").isEmpty();
      assertThat(ours()).as("processes").isEmpty();
      assertThat(warm()).as("warm processes").isEmpty();
      assertThat(hosts()).as("shared processes").isEmpty();
      assertThat(warmFiles()).as("files of warm processes").isEmpty();
      // why patient: the system takes its time to tear down the connections of a killed process
      Awaitility.await("ports are free").untilAsserted(() -> assertThat(occupied()).isEmpty());
      assertThat(generations.stream().filter(g -> g.startsWith("opened")))
          .as("each opened generation is closed")
          .hasSameSizeAs(generations.stream().filter(g -> g.startsWith("closed")).toList());
      Awaitility.await("threads are gone").until(() -> threads().isEmpty());
    } finally {
      ours().forEach(s -> ProcessHandle.of(s.pid()).ifPresent(ProcessHandle::destroyForcibly));
      hosts().forEach(s -> ProcessHandle.of(s.pid()).ifPresent(ProcessHandle::destroyForcibly));
      warm().forEach(s -> ProcessHandle.of(s.pid()).ifPresent(ProcessHandle::destroyForcibly));
      if (bare) {
        InstalledFolder.delete(data);
      } else {
        InstalledFolder.empty();
      }
    }
  }

  private List<Path> warmFiles() throws IOException {
    Path folder = data.resolve("warm/node-1");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private List<Path> records() throws IOException {
    Path folder = DurableFiles.privateFolder(data.resolve("run"));
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private List<Integer> occupied() {
    return IntStream.rangeClosed(range.first(), range.last())
        .filter(port -> !FreePort.test(port))
        .boxed()
        .toList();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("berth-"))
        .toList();
  }

  private static PortRange freeRange() {
    int size = 10;
    // why: below the ephemeral ports, and different for tests that run at the same time
    int offset = (int) (ProcessHandle.current().pid() % 800) * size;
    for (int first = 11_000 + offset; first < 31_000; first += size) {
      if (IntStream.range(first, first + size).allMatch(FreePort::test)) {
        return new PortRange(first, first + size - 1);
      }
    }
    throw new IllegalStateException("no free port range");
  }
}
