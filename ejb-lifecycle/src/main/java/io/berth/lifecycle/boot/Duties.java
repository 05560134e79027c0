package io.berth.lifecycle.boot;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.board.mirror.BoardTurn;
import io.berth.lifecycle.outbox.Delivery;
import io.berth.lifecycle.waiting.WaitingFeature;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node does now and then, each duty with its pause. The container's timers call {@link
 * Duty#run}, which never throws: a duty that fails is tried again at its next time.
 */
final class Duties {
  private static final Logger LOG = System.getLogger(Duties.class.getName());
  private static final Duration SAMPLE = Duration.ofSeconds(10);
  private static final Duration SCHEDULE = Duration.ofSeconds(10);
  private static final Duration ROLLOUT = Duration.ofMillis(500);
  private static final Duration MOVES = Duration.ofSeconds(2);
  private static final Duration SHARING = Duration.ofMinutes(10);
  private static final Duration NUMBERS = Duration.ofMillis(500);
  private static final Duration DELIVERY = Duration.ofSeconds(1);
  private static final Duration UPKEEP = Duration.ofMinutes(1);

  private Duties() {}

  /** Something that may fail. */
  interface Step {
    void run() throws KmException;
  }

  /** One duty: steps that do not stand in each other's way. */
  record Duty(String name, Duration pause, List<Step> steps) {
    void run() {
      for (Step step : steps) {
        try {
          step.run();
        } catch (KmException e) {
          // why: while the database is away each duty would fill the log with the same story
          Level level = e.problem() == Problem.UNAVAILABLE ? Level.DEBUG : Level.WARNING;
          LOG.log(level, "duty " + name + " failed, it is tried again", e);
        } catch (RuntimeException | LinkageError e) {
          // why an error too: classes of an adapter that is being undeployed are not found any more
          LOG.log(Level.WARNING, "duty " + name + " failed, it is tried again", e);
        }
      }
    }
  }

  static List<Duty> of(LifecycleNode node) {
    List<Duty> duties = new ArrayList<>();
    duties.add(
        new Duty(
            "idle sweep",
            node.settings().idleSweep(),
            List.of(
                () -> node.processes().idleSweep().sweep(),
                () -> node.processes().recycling().sweep())));
    duties.add(new Duty("schedule", SCHEDULE, List.of(() -> node.processes().schedule().look())));
    duties.add(
        new Duty(
            "health",
            // why: several ticks an interval, so that probes are spread over it
            atLeast(node.settings().health().interval().dividedBy(10), Duration.ofMillis(200)),
            List.of(() -> node.health().tick())));
    duties.add(new Duty("samples", SAMPLE, List.of(() -> node.processes().upkeep().sample())));
    duties.add(new Duty("roll-outs", ROLLOUT, List.of(() -> node.rollout().driver().tick())));
    duties.add(new Duty("moves", MOVES, List.of(() -> node.moves().sweep())));
    duties.add(new Duty("sharing", SHARING, List.of(() -> node.sharing().look())));
    duties.add(
        new Duty("leases", node.work().times().look(), List.of(() -> node.work().watch().look())));
    duties.add(
        new Duty(
            "waiting requests",
            WaitingFeature.LOOK,
            List.of(() -> node.waiting().parked().tick())));
    duties.add(upkeep(node));
    duties.add(
        new Duty(
            "resources",
            UPKEEP,
            List.of(() -> node.resources().minute(), () -> node.resources().drift().minute())));
    duties.add(new Duty("events of others", DELIVERY, List.of(() -> node.events().look())));
    duties.add(
        new Duty("event numbers", NUMBERS, List.of(() -> node.outbox().numbers().publish())));
    for (Delivery delivery : node.outbox().deliveries()) {
      // why one each: a sink that hangs must not keep the others waiting
      String name = "events to " + delivery.sink().name();
      duties.add(new Duty(name, DELIVERY, List.of(() -> delivery.run())));
    }
    duties.add(new Duty("sink lag", SAMPLE, List.of(() -> node.sinkLag().look())));
    for (BoardTurn turn : node.boards().turns()) {
      String name = turn.delivery().sink().name();
      duties.add(new Duty(name, DELIVERY, List.of(turn::run)));
    }
    return List.copyOf(duties);
  }

  private static Duty upkeep(LifecycleNode node) {
    return new Duty(
        "upkeep",
        UPKEEP,
        List.of(
            () -> node.processes().upkeep().putPlacementsRight(),
            () -> node.ports().confirm(),
            () -> node.processes().leases().forgetOld(),
            () -> node.finishKeyChanges(),
            () -> node.events().trim(),
            () -> node.work().watch().trim(),
            () -> node.outbox().numbers().trim(node.settings().events().history()),
            () -> node.jobs().jobs().resume(),
            () -> node.jobs().jobs().trim()));
  }

  private static Duration atLeast(Duration time, Duration least) {
    return time.compareTo(least) < 0 ? least : time;
  }
}
