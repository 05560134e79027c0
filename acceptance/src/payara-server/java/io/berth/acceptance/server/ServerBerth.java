package io.berth.acceptance.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Current;
import io.berth.acceptance.EdgeSettings;
import io.berth.acceptance.LocalBerth;
import io.berth.acceptance.TlsFiles;
import io.berth.acceptance.otlp.OtlpReceiver;
import io.berth.cli.installation.Installation;
import io.berth.cli.postgres.Database;
import io.berth.cli.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts PostgreSQL and a Payara Server without Berth before the outermost test class, and ends
 * both after it. Arquillian deploys in between: register this extension before Arquillian's.
 */
public final class ServerBerth implements BeforeAllCallback, AfterAllCallback, BerthUnderTest {
  private static final Path TARGET =
      Path.of(System.getProperty("berth.root"), "acceptance", "target");
  private static final Map<String, String> SETTINGS =
      Map.of(
          "BERTH_IDLE_SWEEP", "PT1S",
          "BERTH_PORTS_RANGES", "23301-23400",
          "BERTH_RESTART_QUARANTINE_AFTER", "8 in PT5M",
          "BERTH_RATE_PROJECT", "1000000/min",
          "BERTH_RATE_AGENT", "1000000/min");

  private Path data;
  private PayaraDomain domain;
  private OtlpReceiver collector;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    if (isNested(context)) {
      return;
    }
    data = TARGET.resolve("server-" + ProcessHandle.current().pid()).resolve("data");
    Installation installation = new Installation(data);
    String id = installation.create();
    Database database = new EmbeddedPostgres(installation.postgres()).start();
    Map<String, String> environment = new HashMap<>(SETTINGS);
    collector = new OtlpReceiver();
    environment.putAll(EdgeSettings.ALL);
    environment.putAll(collector.settings());
    TlsFiles tls = new TlsFiles(data.resolveSibling("tls")).renew();
    environment.putAll(tls.settings());
    environment.put("BERTH_DATA", data.toString());
    environment.put("BERTH_INSTALLATION", id);
    environment.put("BERTH_DATABASE_URL", database.url());
    environment.put("BERTH_DATABASE_USER", database.user());
    environment.put("BERTH_DATABASE_PASSWORD_FILE", database.passwordFile().toString());
    Path domains = Files.createDirectories(data.resolveSibling("domains"));
    domain = new PayaraDomain(TARGET.resolve("payara6"), domains, environment, tls.url().getPort());
    domain.create();
    domain.start();
    System.setProperty("berth.test.admin-port", String.valueOf(domain.adminPort()));
    Current.set(this);
    Current.set(tls);
  }

  void restart() throws IOException, InterruptedException {
    domain.stop();
    domain.start();
  }

  /** As an operator does when the archive is deployed, and after each start. */
  void openHttps() throws IOException, InterruptedException {
    domain.openHttps();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (isNested(context) || data == null) {
      return;
    }
    LocalBerth remains = new LocalBerth(data, SETTINGS);
    try {
      if (domain != null) {
        domain.stop();
      }
      collector.close();
    } finally {
      LocalBerth.Outcome down = remains.down();
      assertThat(down.exit()).as(down.toString()).isZero();
    }
    assertThat(remains.running("")).as("processes left on " + data).isEmpty();
  }

  @Override
  public URI url() {
    return URI.create("http://127.0.0.1:" + domain.port());
  }

  @Override
  public String adminToken() {
    try {
      return Files.readString(data.resolve("admin-token")).strip();
    } catch (IOException e) {
      throw new IllegalStateException("no admin token: was the archive deployed?", e);
    }
  }

  @Override
  public Path dataFolder() {
    return data;
  }

  @Override
  public long serverPid() {
    return domain.pid();
  }

  private static boolean isNested(ExtensionContext context) {
    return context.getRequiredTestClass().getEnclosingClass() != null;
  }
}
