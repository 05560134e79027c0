package io.berth.lifecycle.health;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Traffic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the requests of callers tell about a process between two probes. It never ends anything: it
 * only makes the next probe come sooner. Used by one thread, at every tick of the health watch.
 */
final class Evidence {
  /** What was seen last, and since when nothing was answered although somebody waited. */
  record Look(Traffic traffic, long waitingSince) {}

  private final Map<ProjectId, Look> looks = new HashMap<>();
  private final Duration silence;

  /**
   * @param silence how long somebody may wait for the first byte until it counts
   */
  Evidence(Duration silence) {
    this.silence = silence;
  }

  void retain(Set<ProjectId> live) {
    looks.keySet().retainAll(live);
  }

  /** Takes a look at one process; whether a probe should not wait for its turn. */
  boolean suspicious(ProcessSnapshot process, Traffic traffic, long now) {
    Look before = looks.get(process.project());
    if (!known(process, traffic)) {
      looks.remove(process.project());
      return false;
    }
    Look look = next(before, process, traffic, now);
    looks.put(process.project(), look);
    return silent(look, process, now, silence) || failed(before, traffic);
  }

  private static boolean known(ProcessSnapshot process, Traffic traffic) {
    return traffic != null && traffic.generation() == process.generation();
  }

  /** The waiting goes on as long as somebody waits and nobody is answered. Pure. */
  static Look next(Look before, ProcessSnapshot process, Traffic traffic, long now) {
    boolean goesOn =
        before != null
            && before.traffic().generation() == traffic.generation()
            && before.traffic().answered() == traffic.answered()
            && waiting(process) > 0;
    return new Look(traffic, goesOn ? before.waitingSince() : now);
  }

  /** Whether somebody waits, and nobody was answered for that long. Pure. */
  static boolean silent(Look look, ProcessSnapshot process, long now, Duration silence) {
    return waiting(process) > 0 && now - look.waitingSince() >= silence.toNanos();
  }

  /** Whether answers failed since the look before. Pure. */
  static boolean failed(Look before, Traffic traffic) {
    return before != null
        && before.traffic().generation() == traffic.generation()
        && traffic.failed() > before.traffic().failed();
  }

  private static int waiting(ProcessSnapshot process) {
    return process.inFlight() - process.openStreams();
  }
}
