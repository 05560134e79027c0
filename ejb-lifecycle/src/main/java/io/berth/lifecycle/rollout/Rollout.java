package io.berth.lifecycle.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A roll-out, as PostgreSQL has it.
 *
 * @param id its number
 * @param runtime whose version
 * @param fromVersion what projects outside of it start with meanwhile
 * @param version what is rolled out
 * @param step the step it is in, from 0
 * @param reason what last moved it, in words
 * @param actor who began it
 * @param driver the node that drives it; empty before the first look
 * @param members its projects in the order of their turn
 */
public record Rollout(
    long id,
    String runtime,
    int fromVersion,
    int version,
    RolloutState state,
    int step,
    RolloutPlan plan,
    String reason,
    String actor,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> endedAt,
    Optional<String> driver,
    List<Member> members) {
  public Rollout {
    members = List.copyOf(members);
  }

  /** How many projects are critical. */
  int critical() {
    return (int) members.stream().filter(Member::critical).count();
  }

  /** How many projects may have been switched by now. */
  public int quota() {
    return plan.quota(step, members.size(), critical());
  }

  /** How many projects are in this state. */
  public long count(MemberState state) {
    return members.stream().filter(m -> m.state() == state).count();
  }

  /** How many projects failed. */
  public long failures() {
    return members.stream().filter(Member::failed).count();
  }
}
