package io.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts one installation on Payara Micro before the outermost test class and ends it after, and
 * then insists that nothing of it is left on the machine.
 */
public final class MicroBerth implements BeforeAllCallback, AfterAllCallback {
  /** Quick sweeps, so that falling asleep takes seconds; a range that no default uses. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "BERTH_IDLE_SWEEP", "PT1S",
          "BERTH_HEALTH_INTERVAL", "PT3S",
          "BERTH_PORTS_RANGES", "23001-23100",
          "BERTH_RESTART_QUARANTINE_AFTER", "8 in PT5M",
          "BERTH_RATE_PROJECT", "1000000/min",
          "BERTH_RATE_AGENT", "1000000/min",
          "BERTH_AGENTS_CONNECTIONS", "20",
          // why: an upgrade here goes to nobody until a roll-out says so
          "BERTH_ROLLOUT_BUILT_IN", "true");

  private LocalBerth berth;

  static {
    // why so patient: a busy machine is slow, and who waits for a condition loses nothing by it
    Awaitility.setDefaultTimeout(Duration.ofSeconds(90));
    Awaitility.setDefaultPollDelay(Duration.ZERO);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (context.getRequiredTestClass().getEnclosingClass() != null) {
      return;
    }
    Path data =
        Path.of(System.getProperty("berth.root"), "acceptance", "target")
            .resolve("micro-" + ProcessHandle.current().pid());
    berth = new LocalBerth(data, SETTINGS);
    LocalBerth.Outcome up = berth.up();
    assertThat(up.exit()).as(up.toString()).isZero();
    Current.set(berth);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (berth == null || context.getRequiredTestClass().getEnclosingClass() != null) {
      return;
    }
    LocalBerth.Outcome down = berth.down();
    assertThat(down.exit()).as(down.toString()).isZero();
    assertThat(berth.running("")).as("processes left after berth down").isEmpty();
  }
}
