package io.berth.lifecycle.rollout;

import io.berth.connector.api.ProjectId;

/** What is to be done next in a roll-out. Each is safe to be done again. */
public sealed interface RolloutAction {
  /** Writes a project's new state, and with it the version that its next start takes. */
  record Become(ProjectId project, MemberState state, boolean failed, String reason)
      implements RolloutAction {}

  /** Ends the project's process and starts the next generation, requests held. */
  record Replace(ProjectId project) implements RolloutAction {}

  /** The next step begins. */
  record NextStep() implements RolloutAction {}

  /** The roll-out itself moves. */
  record Move(RolloutState to, RolloutMoves.Cause cause, String reason) implements RolloutAction {}
}
