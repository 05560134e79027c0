package io.berth.connector.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.PortPlan;
import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortStrategy;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StartOrders;
import io.berth.connector.api.StartSource;
import io.berth.connector.event.EventDispatcher;
import io.berth.connector.files.ProcessRecords;
import io.berth.connector.port.PortAllocator;
import io.berth.connector.proc.Ender;
import io.berth.connector.proc.Marker;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcessGroup;
import io.berth.connector.proc.ProcessIdentity;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Everything around one slot, by hand: threads that run when told, a clock that is moved, processes
 * that are objects. While a start is under way the world goes on with the next actions. What must
 * never happen is noted in {@link #broken}.
 */
final class SlotWorld implements Launch, GenerationListener {
  static final ProjectId ALPHA = new ProjectId("alpha");
  private static final ProcFs PROC = new ProcFs();
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  private static final long NO_PID = 1L << 40;

  final List<String> broken = new ArrayList<>();
  final List<ProcessEvent> events = new CopyOnWriteArrayList<>();
  final Map<String, CompletableFuture<ProcessSnapshot>> callers = new LinkedHashMap<>();
  final Deque<ExchangeTicket> tickets = new ArrayDeque<>();
  final Set<Long> opened = new TreeSet<>();
  final Set<Long> closed = new TreeSet<>();
  final List<FakeChild> children = new ArrayList<>();
  final List<LiveProcess> old = new ArrayList<>();
  final List<StartAttempt> attempts = new ArrayList<>();
  final AtomicLong nanos = new AtomicLong();
  final Steps slots = new Steps();
  final Steps starts = new Steps();
  final Steps ends = new Steps();
  final Steps.Timer timer = new Steps.Timer(nanos);
  final PortAllocator ports =
      new PortAllocator(
          new PortPlan(List.of(new PortRange(5001, 5002)), PortStrategy.FILL),
          port -> true,
          nanos::get,
          news -> {});
  private final Deque<SlotAction> script;
  private final Workers workers = new Workers(slots, starts, ends, timer);
  private final ExitWatch exitWatch = new ExitWatch(PROC, workers);
  private final EventDispatcher dispatcher =
      new EventDispatcher(
          events::add, EventDispatcher.Redelivery.DEFAULTS, 10_000, Workers.named("slot-world"));
  private final SlotServices services;
  private ProcessSlot slot;
  private long generation;
  private int launching;
  boolean refusesOrders;
  boolean survivesSignals;
  boolean detached;
  private boolean closing;

  SlotWorld(List<SlotAction> script, Path folder) {
    this.script = new ArrayDeque<>(script);
    this.services =
        new SlotServices(
            workers,
            this,
            new Programs(null, "property", "node-1", null, null),
            this::end,
            (process, patience) -> true,
            exitWatch,
            ports,
            new ProcessRecords(folder),
            this,
            new Feed(dispatcher, this::now),
            this::now,
            nanos::get,
            5,
            Duration.ofSeconds(2));
    this.slot = new ProcessSlot(ALPHA, services);
  }

  private Instant now() {
    return BEGIN.plusNanos(nanos.get());
  }

  ProcessSlot slot() {
    return slot;
  }

  ExitWatch exitWatch() {
    return exitWatch;
  }

  /** The whole script, with a check after each action. */
  void play() {
    while (step()) {}
  }

  private boolean step() {
    SlotAction action = script.poll();
    if (action != null) {
      action.in(this);
      check("after " + action);
    }
    return action != null;
  }

  // ---- commands, as the supervisor gives them ----

  void command(String name, BiConsumer<ProcessSlot, CompletableFuture<ProcessSnapshot>> command) {
    CompletableFuture<ProcessSnapshot> caller = new CompletableFuture<>();
    callers.put(callers.size() + " " + name, caller);
    post(command, caller);
  }

  private void post(
      BiConsumer<ProcessSlot, CompletableFuture<ProcessSnapshot>> command,
      CompletableFuture<ProcessSnapshot> caller) {
    ProcessSlot mine = slot;
    mine.post(
        () -> {
          if (mine.detached()) {
            caller.completeExceptionally(Refusals.detached(ALPHA));
          } else if (mine.retired()) {
            post(command, caller);
          } else {
            command.accept(mine, caller);
          }
        });
  }

  void forget() {
    ProcessSlot mine = slot;
    mine.post(
        () -> {
          if (!mine.retired() && mine.retire()) {
            slot = new ProcessSlot(ALPHA, services);
            if (closing) {
              slot.detach();
            }
          }
        });
  }

  StartOrders orders() {
    return project -> {
      if (refusesOrders) {
        throw new KmException(Problem.UNAVAILABLE, "no database");
      }
      return order(++generation);
    };
  }

  private StartOrder order(long of) {
    return new StartOrder(
        ALPHA,
        of,
        KmRuntime.builtInRuntime(),
        Path.of("no-such-folder"),
        OptionalInt.empty(),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Bench.QUICK,
        Map.of());
  }

  // ---- processes ----

  @Override
  public LiveProcess launch(StartOrder order, StartAttempt attempt)
      throws StartFailure, InterruptedException {
    attempts.add(attempt);
    require(!detached, "a launch after the adapter detached");
    require(++launching == 1, "two launches at once");
    require(children.stream().noneMatch(FakeChild::groupRuns), "a second process");
    require(old.stream().noneMatch(l -> l.generation() >= order.generation()), "an old generation");
    try {
      int port =
          ports
              .reserve(ALPHA, order.generation(), OptionalInt.empty())
              .orElseThrow(() -> noPort(ALPHA));
      FakeChild child = new FakeChild(order.generation());
      children.add(child);
      LiveProcess live = live(order, port, Optional.of(child));
      return outcome(live, child, attempt);
    } finally {
      launching--;
    }
  }

  /** What became of a launch: the actions go on until one of them says. */
  private LiveProcess outcome(LiveProcess live, FakeChild child, StartAttempt attempt)
      throws StartFailure, InterruptedException {
    while (!detached) {
      SlotAction next = script.peek();
      if (next == null || next == SlotAction.LAUNCH_SUCCEEDS) {
        script.poll();
        old.add(live);
        return live;
      }
      if (next == SlotAction.LAUNCH_FAILS || next == SlotAction.LAUNCH_LOSES_ITS_PORT) {
        script.poll();
        child.end();
        ports.release(live.target().port(), ALPHA);
        throw attempt.cancelled()
            ? Launcher.cancelled(live.order())
            : next == SlotAction.LAUNCH_FAILS ? StartFailure.failed("it failed") : noPort(ALPHA);
      }
      step();
    }
    throw new InterruptedException("detached");
  }

  private LiveProcess live(StartOrder order, int port, Optional<Process> child) {
    KmTarget target =
        new KmTarget(
            ALPHA, order.generation(), InetAddress.getLoopbackAddress(), port, true, "secret");
    ProcessIdentity leader = new ProcessIdentity("boot", NO_PID + order.generation(), 0);
    return new LiveProcess(
        order,
        target,
        new ProcessGroup(PROC, leader),
        child,
        now(),
        child.map(any -> Duration.ZERO),
        StartSource.COLD);
  }

  /** A process from before the server started is found, and adopted. */
  void adopt() {
    if (generation > 0) {
      return; // why: once, before the first start
    }
    StartOrder order = order(++generation);
    int port = ports.reserve(ALPHA, generation, OptionalInt.empty()).orElseThrow();
    children.add(new FakeChild(generation));
    LiveProcess found = live(order, port, Optional.empty());
    old.add(found);
    CompletableFuture<ProcessSnapshot> caller = new CompletableFuture<>();
    callers.put(callers.size() + " adopt", caller);
    slot.post(() -> slot.adopt(found, caller));
    while (slots.runOne()) {} // why: nobody may demand before the adoption is over
  }

  @Override
  public StartFailure noPort(ProjectId project) {
    return new StartFailure(Problem.NO_PORT, "no free port for " + project, null);
  }

  private Ender.Outcome end(ProcessGroup group, Marker marker, Duration patience) {
    require(!detached, "a signal after the adapter detached");
    require(
        !slot.published().ready()
            || slot.published().live().orElseThrow().generation() != marker.generation(),
        "the process that is routed to is ended");
    if (survivesSignals) {
      survivesSignals = false;
      return Ender.Outcome.SURVIVED;
    }
    children.stream().filter(c -> c.generation == marker.generation()).forEach(FakeChild::end);
    return Ender.Outcome.ENDED;
  }

  void crash() {
    children.stream().filter(FakeChild::leaderRuns).forEach(FakeChild::crash);
    old.stream().filter(LiveProcess::adopted).forEach(this::suspect);
  }

  private void suspect(LiveProcess adopted) {
    if (children.stream().anyMatch(c -> c.generation == adopted.generation() && !c.leaderRuns())) {
      exitWatch.suspect(adopted);
    }
  }

  // ---- routes ----

  @Override
  public void opened(KmTarget target) {
    require(opened.add(target.generation()), "a generation is opened twice");
    require(!detached, "a generation is opened after the adapter detached");
  }

  @Override
  public void closed(ProjectId project, long of) {
    require(opened.contains(of), "a generation is closed that was never opened");
    require(closed.add(of), "a generation is closed twice");
  }

  // ---- the adapter stops ----

  void detach() {
    if (detached) {
      return;
    }
    closing = true;
    exitWatch.close();
    slot.post(slot::detach);
    while (slots.runOne()) {}
    detached = true;
    workers.close();
  }

  /** Everything that is under way comes to its end. */
  void settle() {
    survivesSignals = false;
    refusesOrders = false;
    for (int i = 0; i < 20 && (i < 2 || !isQuiet()); i++) {
      run();
      while (!tickets.isEmpty()) {
        tickets.poll().close();
      }
      if (!detached) {
        timer.pass(Duration.ofHours(1));
      }
      check("while it settles");
    }
  }

  private boolean isQuiet() {
    return slots.isEmpty() && starts.isEmpty() && ends.isEmpty() && timer.isQuiet();
  }

  void run() {
    while (slots.runOne() || ends.runOne() || starts.runOne()) {}
  }

  void close() {
    detach();
    dispatcher.close();
  }

  void require(boolean holds, String what) {
    if (!holds) {
      broken.add(what);
    }
  }

  private void check(String when) {
    Thread.interrupted(); // why: a launch that was interrupted hands it on to its thread, ours
    Published now = slot.published();
    Set<Long> routed = new TreeSet<>(opened);
    routed.removeAll(closed);
    boolean routes =
        switch (now.facts().state()) {
          case READY, DRAINING -> !detached;
          default -> false;
        };
    require(
        routed.equals(routes ? Set.of(now.facts().generation()) : Set.of()),
        when + ", routed are " + routed + " in " + now.facts().state());
    require(
        children.stream().filter(FakeChild::groupRuns).count() <= 1, when + ", two processes run");
    require(now.facts().generation() <= generation, when + ", a generation that nobody gave");
  }
}
