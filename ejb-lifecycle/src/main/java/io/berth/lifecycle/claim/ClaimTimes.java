package io.berth.lifecycle.claim;

import java.time.Duration;

/**
 * The times of handing out and taking back.
 *
 * @param aging a waiting task is worth one priority more after each of these; after three of them
 *     it goes before all that has not waited so long, whatever its priority
 * @param decline for so long a task is not offered to the agent that gave it back
 * @param reservation for so long a task is offered to the agent that it was reassigned to, alone
 * @param look how often leases are looked at
 * @param tolerance a longer pause between two looks was a silence of ours
 * @param grace after such a silence every lease lasts at least so long
 */
public record ClaimTimes(
    Duration aging,
    Duration decline,
    Duration reservation,
    Duration look,
    Duration tolerance,
    Duration grace) {
  /** What holds in a server. */
  public static final ClaimTimes USUAL =
      new ClaimTimes(
          Duration.ofMinutes(15),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofMinutes(1));
}
