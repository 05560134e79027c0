package io.berth.connector.api;

import java.time.Duration;
import java.util.Objects;

/**
 * The outcome of one health probe.
 *
 * @param finding what it found
 * @param took how long it took
 * @param detail what was wrong, for a human; empty when nothing was
 */
public record ProbeResult(Finding finding, Duration took, String detail) {

  /** What a probe can find. */
  public enum Finding {
    /** It answered well in time. */
    WELL,
    /** It is alive, and says of itself that it cannot serve now. */
    NOT_READY,
    /** It did not answer well in time; one such probe may be wrong about it. */
    UNWELL,
    /** It runs, and its port is certainly not its own any more: it will never answer again. */
    PORT_LOST
  }

  public ProbeResult {
    Objects.requireNonNull(finding, "finding");
  }

  /** A process that answered well, or did not. */
  public ProbeResult(boolean healthy, Duration took, String detail) {
    this(healthy ? Finding.WELL : Finding.UNWELL, took, detail);
  }

  /** Whether it lives and answers; it may be not ready. */
  public boolean healthy() {
    return finding == Finding.WELL || finding == Finding.NOT_READY;
  }
}
