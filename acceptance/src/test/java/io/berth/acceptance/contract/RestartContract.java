package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Asker;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.LocalBerth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What survives the death of the server; only for an installation that the test may restart. */
public abstract class RestartContract {
  private final Api admin = Api.admin();

  @Test
  void theKnowledgeManagersOutliveAKilledServerAndAreAdopted() throws Exception {
    LocalBerth berth = (LocalBerth) BerthUnderTest.current();
    String kept = Fixtures.project("kept", Map.of());
    String lost = Fixtures.project("lost", Map.of());
    admin.tool(kept, "save", Map.of("title", "Before", "content", "written before the crash"));
    admin.get("/projects/" + lost + "/km/health");
    long keptPid = Fixtures.pid(kept);
    long lostPid = Fixtures.pid(lost);
    Process innocent = new ProcessBuilder("/bin/sleep", "300").start();
    JobsUnderWay jobs = JobsUnderWay.begin();
    try {
      long server = berth.serverPid();
      Fixtures.killNow(server);
      await().until(() -> ProcessHandle.of(server).filter(ProcessHandle::isAlive).isEmpty());
      jobs.letGo();
      Fixtures.killNow(lostPid);
      forgeRecord(berth, lost, lostPid, innocent.pid());
      try (Asker asker = new Asker("/projects/" + kept + "/km/health")) {
        LocalBerth.Outcome up = berth.up();
        assertThat(up.exit()).as(up.toString()).isZero();
        asker.close();
        assertThat(asker.seen()).as("statuses while the server came up").isSubsetOf(200, 503);
      }
      assertThat(berth.serverPid()).isNotEqualTo(server);

      assertThat(Fixtures.pid(kept)).as("the same process").isEqualTo(keptPid);
      assertThat(Fixtures.generation(kept)).isEqualTo(1);
      assertThat(admin.tool(kept, "query", Map.of("question", "crash")).body())
          .contains("written before the crash");
      assertThat(Fixtures.state(lost)).as("a stale entry is cleaned").isEqualTo("STOPPED");
      assertThat(innocent.isAlive()).as("a reused pid is not mistaken for ours").isTrue();
      assertThat(admin.get("/projects/" + lost + "/km/health").header("Berth-Generation"))
          .isEqualTo("2");
      jobs.assertThatEachEndsOnce();
    } finally {
      jobs.letGo();
      innocent.destroyForcibly();
      innocent.waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void upTwiceIsOne() {
    LocalBerth berth = (LocalBerth) BerthUnderTest.current();
    long server = berth.serverPid();
    LocalBerth.Outcome again = berth.up();
    assertThat(again.exit()).as(again.toString()).isZero();
    assertThat(berth.serverPid()).isEqualTo(server);
  }

  @Test
  void theCommandSeesWhatTheServerSees() {
    LocalBerth berth = (LocalBerth) BerthUnderTest.current();
    String id = Fixtures.project("shown", Map.of());
    admin.get("/projects/" + id + "/km/health");
    String data = berth.dataFolder().toString();
    LocalBerth.Outcome status = berth.berth(30, "status", "--detailed", "--data", data);
    assertThat(status.exit()).as(status.toString()).isZero();
    assertThat(status.out()).contains("Projects ").contains(id).contains("READY");
    LocalBerth.Outcome unknown = berth.berth(30, "project", "show", "nobody", "--data", data);
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("nobody");
    assertThat(berth.berth(30, "project", "--no-such-option").exit()).isEqualTo(2);
  }

  /** As if the pid of a dead process had been given to somebody else meanwhile. */
  private static void forgeRecord(LocalBerth berth, String project, long oldPid, long newPid)
      throws IOException {
    Path record = berth.dataFolder().resolve("run/" + project + ".json");
    assertThat(record).exists();
    String text = Files.readString(record);
    assertThat(text).contains(String.valueOf(oldPid));
    Files.writeString(record, text.replace(String.valueOf(oldPid), String.valueOf(newPid)));
  }
}
