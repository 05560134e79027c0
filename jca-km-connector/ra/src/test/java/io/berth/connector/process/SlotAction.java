package io.berth.connector.process;

import io.berth.connector.api.Problem;
import io.berth.connector.api.StopReason;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** What can happen to a slot, as the property test puts it together at random. */
enum SlotAction {
  DEMAND(w -> w.command("demand", (slot, caller) -> slot.demand(w.orders(), caller))),
  STOP(w -> w.command("stop", (s, caller) -> s.stop(StopReason.OPERATOR, any -> true, caller))),
  IDLE_STOP(
      w ->
          w.command(
              "idle stop",
              (s, caller) ->
                  s.stop(StopReason.IDLE, now -> now.inFlight() == now.openStreams(), caller))),
  RECYCLE(
      w ->
          w.command(
              "recycle",
              (s, caller) -> s.stop(StopReason.RECYCLED, now -> now.inFlight() == 0, caller))),
  RESTART(
      w -> w.command("restart", (s, caller) -> s.restart(StopReason.RESTART, w.orders(), caller))),
  UNHEALTHY(
      w ->
          w.command(
              "unhealthy", (s, caller) -> s.restart(StopReason.UNHEALTHY, w.orders(), caller))),
  RELEASE(w -> w.command("release", ProcessSlot::release)),
  FORGET(SlotWorld::forget),
  ADOPT(SlotWorld::adopt),
  CRASH(SlotWorld::crash),
  BEGIN(SlotAction::begin),
  STREAM(
      w -> {
        if (!w.tickets.isEmpty()) {
          w.tickets.peek().streaming();
        }
      }),
  FINISH(
      w -> {
        if (!w.tickets.isEmpty()) {
          w.tickets.poll().close();
        }
      }),
  RUN_SLOT(w -> w.slots.runOne()),
  RUN_START(w -> w.starts.runOne()),
  RUN_END(w -> w.ends.runOne()),
  RUN_ALL(SlotWorld::run),
  LAUNCH_SUCCEEDS(w -> {}),
  LAUNCH_FAILS(w -> {}),
  LAUNCH_LOSES_ITS_PORT(w -> {}),
  ORDERS_ARE_REFUSED(w -> w.refusesOrders = true),
  ORDERS_ARE_GIVEN(w -> w.refusesOrders = false),
  SURVIVES_SIGNALS(w -> w.survivesSignals = true),
  A_SECOND(w -> w.timer.pass(Duration.ofSeconds(1))),
  A_MINUTE(w -> w.timer.pass(Duration.ofMinutes(1))),
  LATE_REPORTS(SlotAction::late),
  DETACH(SlotWorld::detach);

  private final Consumer<SlotWorld> effect;

  SlotAction(Consumer<SlotWorld> effect) {
    this.effect = effect;
  }

  void in(SlotWorld world) {
    effect.accept(world);
  }

  /** As the supervisor admits an exchange. */
  private static void begin(SlotWorld world) {
    Published now = world.slot().published();
    if (now.ready() && now.activity().tryBegin()) {
      LiveProcess live = now.live().orElseThrow();
      world.require(
          world.opened.contains(live.generation()) && !world.closed.contains(live.generation()),
          "an exchange was admitted to a generation that is not routed to");
      world.tickets.add(new ExchangeTicket(live.target(), now.activity()));
    }
  }

  /** Reports about what is over: none of them may change anything. */
  private static void late(SlotWorld world) {
    long current = world.slot().published().facts().generation();
    for (LiveProcess process : world.old) {
      if (process.generation() < current) {
        ProcessSlot slot = world.slot();
        SlotCalls.post(slot, () -> slot.ended(process, OptionalInt.of(0), ""));
        for (StartAttempt over : world.attempts.subList(0, world.attempts.size() - 1)) {
          SlotCalls.post(slot, () -> slot.ordered(over, process.order()));
          SlotCalls.post(slot, () -> slot.started(over, process));
          StartFailure failure = new StartFailure(Problem.START_FAILED, "late", null);
          SlotCalls.post(slot, () -> slot.startFailed(over, failure));
        }
      }
    }
  }
}
