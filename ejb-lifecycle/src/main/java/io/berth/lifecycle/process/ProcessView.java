package io.berth.lifecycle.process;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process as an operator sees it: the slot, what it takes from the machine, and what the policies
 * will do with it.
 *
 * @param snapshot the slot
 * @param node where it runs, or would run
 * @param usage memory and processor time, while there is a process
 * @param cpuPercent of one core, over the last sweep interval
 * @param requestsPerMinute over the last minute
 * @param idleFor since the last activity, while there is a process
 * @param idleStopAt when the idle policy will stop it if nothing happens
 * @param idleBecause when, or why not, in a sentence; empty without a READY process
 * @param recycleAt when its age will be reason enough to replace it
 * @param eta for STARTING: when it should be READY, from its earlier starts
 */
public record ProcessView(
    ProcessSnapshot snapshot,
    String node,
    Optional<Usage> usage,
    double cpuPercent,
    double requestsPerMinute,
    Optional<Duration> idleFor,
    Optional<Instant> idleStopAt,
    Optional<String> idleBecause,
    Optional<Instant> recycleAt,
    Optional<Duration> eta) {}
