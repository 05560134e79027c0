package io.berth.acceptance.server;

import static org.awaitility.Awaitility.await;

import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.contract.AgentCommandContract;
import io.berth.acceptance.contract.BadInputContract;
import io.berth.acceptance.contract.CrashContract;
import io.berth.acceptance.contract.DataPlaneContract;
import io.berth.acceptance.contract.IntruderContract;
import io.berth.acceptance.contract.OnceContract;
import io.berth.acceptance.contract.OperatorContract;
import io.berth.acceptance.contract.PlanContract;
import io.berth.acceptance.contract.PlatformMcpContract;
import io.berth.acceptance.contract.ProcessContract;
import io.berth.acceptance.contract.ProjectsContract;
import io.berth.acceptance.contract.SafetyContract;
import io.berth.acceptance.contract.SleepingListsContract;
import io.berth.acceptance.contract.TasksContract;
import io.berth.acceptance.contract.TelemetryContract;
import io.berth.acceptance.contract.TlsContract;
import io.berth.acceptance.contract.WebSocketContract;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The enterprise archive on a real Payara Server, deployed by Arquillian, driven over HTTP by the
 * same contracts as Payara Micro. A restart of the server is Micro's test: here the operator's
 * tools start it, not ours.
 */
@ExtendWith({ServerBerth.class, ArquillianExtension.class})
class ServerAcceptanceIT {
  @Deployment(testable = false)
  static EnterpriseArchive berth() {
    Path archive = Path.of(System.getProperty("berth.root"), "ear", "target", "berth.ear");
    return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, archive.toFile());
  }

  @BeforeAll
  static void isDeployed() throws Exception {
    isReady();
    server().openHttps();
  }

  private static void isReady() {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(250))
        // why: the listener is open before applications are there, and lets callers wait
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> status("/health/ready") == 200);
  }

  private static ServerBerth server() {
    return (ServerBerth) BerthUnderTest.current();
  }

  private static int status(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) BerthUnderTest.current().url().resolve(path).toURL().openConnection();
    connection.setConnectTimeout(5_000);
    connection.setReadTimeout(5_000);
    return connection.getResponseCode();
  }

  @Nested
  class Projects extends ProjectsContract {}

  @Nested
  class Processes extends ProcessContract {}

  @Nested
  class DataPlane extends DataPlaneContract {}

  @Nested
  class Operators extends OperatorContract {}

  @Nested
  class Tasks extends TasksContract {}

  @Nested
  class PlatformTools extends PlatformMcpContract {}

  @Nested
  class Plans extends PlanContract {}

  @Nested
  class AgentCommands extends AgentCommandContract {}

  @Nested
  class BadInput extends BadInputContract {}

  @Nested
  class Safety extends SafetyContract {}

  @Nested
  class WebSockets extends WebSocketContract {}

  @Nested
  class Telemetry extends TelemetryContract {}

  @Nested
  class Intruders extends IntruderContract {}

  @Nested
  class Once extends OnceContract {}

  @Nested
  class SleepingLists extends SleepingListsContract {}

  @Nested
  class Tls extends TlsContract {
    @Test
    void afterARestartOfTheDomainTheListenerIsOpenedAgain() throws Exception {
      server().restart();
      isReady();
      server().openHttps();
      speaksHttpsLikeHttpAndTellsBrowsersToStayThere();
      aRenewedCertificateIsSeenByNewConnectionsAndOpenStreamsLiveOn();
    }
  }

  @Nested
  class Crashes extends CrashContract {}
}
