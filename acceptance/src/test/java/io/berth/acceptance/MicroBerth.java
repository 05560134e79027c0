package io.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.otlp.OtlpReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
  private OwnIssuer issuer;
  private OtlpReceiver collector;

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
    TlsFiles tls = new TlsFiles(data.resolveSibling(data.getFileName() + "-tls")).renew();
    Map<String, String> settings = settings(context.getRequiredTestClass().getSimpleName());
    settings.putAll(EdgeSettings.ALL);
    collector = new OtlpReceiver();
    settings.putAll(collector.settings());
    settings.putAll(tls.settings());
    settings.putAll(KeyFiles.of(data).make().settings());
    issuer = new OwnIssuer(data.resolveSibling(data.getFileName() + "-issuer"));
    settings.putAll(issuer.settings());
    berth = new LocalBerth(data, settings);
    LocalBerth.Outcome up = berth.up();
    assertThat(up.exit()).as(up.toString()).isZero();
    Current.set(berth);
    Current.set(tls);
    Current.set(issuer);
  }

  /**
   * A run may want another heap, {@code -Dberth.java.NAME-OF-THE-RUN=-Xmx256m}, or all its projects
   * encrypted.
   */
  private static Map<String, String> settings(String run) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    String options = System.getProperty("berth.java." + run);
    if (options != null) {
      settings.put("BERTH_NODE_JAVA_OPTS", options);
    }
    if (run.startsWith("Encrypted")) {
      settings.put("BERTH_ENCRYPTION", "on");
    }
    return settings;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (berth == null || context.getRequiredTestClass().getEnclosingClass() != null) {
      return;
    }
    issuer.close();
    LocalBerth.Outcome down = berth.down();
    collector.close();
    assertThat(down.exit()).as(down.toString()).isZero();
    assertThat(berth.running("")).as("processes left after berth down").isEmpty();
    assertThat(secrets(berth.dataFolder())).as("secrets left after berth down").isEmpty();
  }

  private static List<Path> secrets(Path data) {
    Path projects = data.resolve("projects");
    if (Files.notExists(projects)) {
      return List.of(); // why: a run of one class alone may have started none
    }
    try (Stream<Path> files = Files.walk(projects)) {
      return files.filter(file -> file.getFileName().toString().startsWith("secret-")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
