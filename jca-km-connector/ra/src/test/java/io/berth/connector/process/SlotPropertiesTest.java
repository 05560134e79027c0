package io.berth.connector.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.StopReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever happens to a slot, in whatever order: what holds always, and what holds at the end. */
class SlotPropertiesTest {
  /** Whoever throws within a step is only logged; here it is a failure. */
  private static final Logger STEPS = Logger.getLogger(InOrder.class.getName());

  private static final Logger LISTENERS = Logger.getLogger(SlotCalls.class.getName());
  private static final Logger ENDS = Logger.getLogger(SlotEnd.class.getName());

  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final Handler collector =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          if (logged.getLevel() == Level.SEVERE) {
            errors.add(logged.getMessage() + ": " + logged.getThrown());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeTry
  void listen() {
    errors.clear();
    STEPS.addHandler(collector);
    LISTENERS.addHandler(collector);
    ENDS.setLevel(Level.OFF);
  }

  @AfterTry
  void listenNoMore() {
    STEPS.removeHandler(collector);
    LISTENERS.removeHandler(collector);
    ENDS.setLevel(null);
  }

  @Property(tries = 500)
  void aSlotKeepsItsPromises(@ForAll("scripts") List<SlotAction> script) {
    SlotWorld world = new SlotWorld(script, Path.of("no-such-folder"));
    try {
      world.play();
      world.settle();
      everyCallerWasAnswered(world);
      if (!world.detached) {
        comesToRest(world);
      }
    } finally {
      world.close();
    }
    assertThat(world.broken).as("broken promises").isEmpty();
    assertThat(errors).as("steps that failed").isEmpty();
    eventsMakeSense(world.events);
    assertThat(world.closed).as("what was opened is closed").isEqualTo(world.opened);
  }

  @Property(tries = 200)
  void nothingHappensAfterTheAdapterDetached(@ForAll("scripts") List<SlotAction> script) {
    List<SlotAction> ended = new ArrayList<>(script);
    ended.add(script.size() / 2, SlotAction.DETACH);
    SlotWorld world = new SlotWorld(ended, Path.of("no-such-folder"));
    try {
      world.play();
      long running = world.children.stream().filter(FakeChild::groupRuns).count();
      world.settle();
      everyCallerWasAnswered(world);
      assertThat(world.children.stream().filter(FakeChild::groupRuns)).hasSize((int) running);
    } finally {
      world.close();
    }
    assertThat(world.broken).as("broken promises").isEmpty();
    assertThat(errors).as("steps that failed").isEmpty();
    assertThat(world.closed).as("what was opened is closed").isEqualTo(world.opened);
  }

  private static void everyCallerWasAnswered(SlotWorld world) {
    assertThat(world.callers).allSatisfy((name, caller) -> assertThat(caller).as(name).isDone());
  }

  private static void comesToRest(SlotWorld world) {
    assertThat(world.slot().published().facts().state())
        .isIn(ProcessState.STOPPED, ProcessState.READY);
    world.command("last stop", (s, c) -> s.stop(StopReason.SHUTDOWN, any -> true, c));
    world.settle();
    everyCallerWasAnswered(world);
    assertThat(world.slot().published().facts().state()).isEqualTo(ProcessState.STOPPED);
    assertThat(world.children).as("processes").noneMatch(FakeChild::groupRuns);
    assertThat(world.ports.use().get(0).used()).as("ports").isEmpty();
    CompletableFuture<?> again = new CompletableFuture<>();
    world.command(
        "last demand",
        (slot, caller) -> {
          slot.demand(world.orders(), caller);
          caller.thenAccept(ready -> again.complete(null));
        });
    world.run();
    assertThat(again).as("a stopped slot can be started").isCompleted();
  }

  private static void eventsMakeSense(List<ProcessEvent> events) {
    long generation = 0;
    long sequence = 0;
    for (ProcessEvent event : events) {
      assertThat(event.sequence()).isEqualTo(++sequence);
      switch (event.kind()) {
        case STARTING -> {
          assertThat(event.generation()).as("generations grow").isGreaterThan(generation);
          generation = event.generation();
        }
        case ADOPTED -> generation = event.generation();
        case STOPPED, DRAINING -> {
          assertThat(event.stopReason()).as(event.toString()).isPresent();
          // why not equal: an end for health says more
          assertThat(event.reason()).contains(event.stopReason().get().label());
        }
        case START_FAILED -> assertThat(event.stopReason()).contains(StopReason.START_FAILED);
        default -> assertThat(event.reason()).isNotNull();
      }
      // why 0: a slot that was forgotten knows of no generation until its next start
      assertThat(event.generation()).as(event.toString()).isIn(0L, generation);
    }
  }

  @Provide
  Arbitrary<List<SlotAction>> scripts() {
    Arbitrary<SlotAction> any = Arbitraries.of(SlotAction.class);
    Arbitrary<SlotAction> step =
        Arbitraries.frequency(
            Tuple.of(6, SlotAction.RUN_SLOT),
            Tuple.of(3, SlotAction.RUN_START),
            Tuple.of(3, SlotAction.RUN_END),
            Tuple.of(3, SlotAction.RUN_ALL),
            Tuple.of(3, SlotAction.DEMAND),
            Tuple.of(2, SlotAction.LAUNCH_SUCCEEDS),
            Tuple.of(1, SlotAction.IDLE_STOP),
            Tuple.of(1, SlotAction.BEGIN));
    Arbitrary<SlotAction> seldomDetached =
        any.filter(action -> action != SlotAction.DETACH && action != SlotAction.ADOPT);
    Arbitrary<List<SlotAction>> rest =
        Arbitraries.frequencyOf(Tuple.of(1, seldomDetached), Tuple.of(1, step))
            .list()
            .ofMaxSize(80);
    Arbitrary<List<SlotAction>> begin = Arbitraries.of(List.of(), List.of(SlotAction.ADOPT));
    return begin.flatMap(first -> rest.map(after -> concat(first, after)));
  }

  private static List<SlotAction> concat(List<SlotAction> a, List<SlotAction> b) {
    List<SlotAction> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }
}
