package io.berth.lifecycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.rollout.RolloutPlan.OnFailure;
import io.berth.lifecycle.rollout.RolloutPlan.Wake;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RolloutPolicyPropertyTest {
  private static final int MOST_ROUNDS = 20_000;
  private static final List<List<Integer>> STEPS =
      List.of(List.of(100), List.of(10, 100), List.of(1, 5, 25, 100), List.of(50, 100));

  @Property(tries = 300)
  void whateverHappensThePromisesHoldAndItEnds(
      @ForAll @IntRange(min = 1, max = 30) int projects,
      @ForAll @IntRange(min = 0, max = 5) int critical,
      @ForAll @IntRange(min = 0, max = 3) int steps,
      @ForAll @IntRange(min = 1, max = 4) int parallel,
      @ForAll @IntRange(min = 0, max = 3) int tolerated,
      @ForAll OnFailure onFailure,
      @ForAll Wake wake,
      @ForAll @IntRange(min = 0, max = 100) int badStart,
      @ForAll @IntRange(min = 0, max = 30) int badLater,
      @ForAll long seed) {
    RolloutPlan plan =
        new RolloutPlan(
            STEPS.get(steps), Duration.ofSeconds(20), tolerated, 20, onFailure, wake, parallel);
    RolloutWorld world =
        new RolloutWorld(
            projects,
            Math.min(critical, projects - 1),
            plan,
            new RolloutWorld.Luck(badStart, badLater, 10, 5),
            seed);
    Random operator = new Random(seed);
    int rounds = 0;
    while (world.round()) {
      rounds++;
      if (operator.nextInt(200) == 0) {
        world.order(RolloutMoves.Cause.PAUSE, RolloutState.PAUSED);
      }
      if (world.rollout.state() == RolloutState.PAUSED && operator.nextInt(20) == 0) {
        world.order(RolloutMoves.Cause.RESUME, RolloutState.RUNNING);
      }
      if (operator.nextInt(1_000) == 0) {
        world.order(RolloutMoves.Cause.ROLLBACK, RolloutState.ROLLING_BACK);
      }
      if (operator.nextInt(2_000) == 0) {
        world.order(RolloutMoves.Cause.ABORT, RolloutState.ABORTED);
      }
      assertThat(rounds).as("it ends").isLessThan(MOST_ROUNDS);
    }
    assertThat(world.rollout.state().over()).isTrue();
  }

  @Property(tries = 100)
  void aGoodVersionReachesEveryProject(
      @ForAll @IntRange(min = 1, max = 40) int projects, @ForAll Wake wake, @ForAll long seed) {
    RolloutWorld world = calm(projects, wake, 0, seed);
    run(world);
    assertThat(world.rollout.state()).isEqualTo(RolloutState.COMPLETED);
    assertThat(world.rollout.count(MemberState.DONE)).isEqualTo(projects);
  }

  @Property(tries = 100)
  void aVersionThatDoesNotStartNeverLeavesTheCanary(
      @ForAll @IntRange(min = 1, max = 40) int projects, @ForAll long seed) {
    RolloutWorld world = calm(projects, Wake.CANARY, 100, seed);
    run(world);
    assertThat(world.rollout.state()).isEqualTo(RolloutState.ROLLED_BACK);
    assertThat(world.rollout.step()).isZero();
    assertThat(world.rollout.failures()).isPositive();
  }

  private static RolloutWorld calm(int projects, Wake wake, int badStart, long seed) {
    RolloutPlan plan =
        new RolloutPlan(
            List.of(10, 50, 100), Duration.ofSeconds(20), 0, 20, OnFailure.ROLLBACK, wake, 2);
    return new RolloutWorld(projects, 0, plan, new RolloutWorld.Luck(badStart, 0, 0, 0), seed);
  }

  private static void run(RolloutWorld world) {
    for (int rounds = 0; world.round(); rounds++) {
      assertThat(rounds).isLessThan(MOST_ROUNDS);
    }
  }
}
