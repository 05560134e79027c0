package io.berth.acceptance.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.LocalBerth;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The server is killed while a project gets another key, at moments that differ from machine to
 * machine: wherever it was, the next one finishes it, nothing is lost, and each order has its
 * outcome in the audit.
 */
abstract class KilledKeyChangeRun {
  private static final int SECTIONS = 2_000;
  private static int asked;

  private final Api admin = Api.admin();

  @ParameterizedTest
  @CsvSource({"rekey,0", "decrypt,300", "rekey,450", "rekey,700"})
  void aChangeThatAKilledServerLeftIsFinished(String change, int millis) throws Exception {
    String id = Fixtures.project("killed-" + change + "-" + millis, Map.of());
    fill(id);
    LocalBerth berth = (LocalBerth) BerthUnderTest.current();
    long server = berth.serverPid();
    String path = "/api/v1/projects/" + id + "/" + change;

    CompletableFuture<Reply> caller = admin.sendAsync(admin.json(path, Map.of()));
    TimeUnit.MILLISECONDS.sleep(millis); // why: any moment is right, and each another one
    Fixtures.killNow(server);
    await().until(() -> ProcessHandle.of(server).filter(ProcessHandle::isAlive).isEmpty());
    LocalBerth.Outcome up = berth.up();
    assertThat(up.exit()).as(up.toString()).isZero();
    caller.exceptionally(e -> null).get(60, TimeUnit.SECONDS);

    await().until(() -> state(id).get("changing") == null);
    assertKnowsAll(id);
    assertThat(files(id)).doesNotContain("km.db.recoding");
    String events = admin.get("/api/v1/projects/" + id + "/events?limit=100").body();
    String done = change.equals("rekey") ? "project.rekeyed" : "project.decrypted";
    int orders = count(events, "project." + change + "-ordered");
    assertThat(count(events, done)).as(events).isEqualTo(orders);
    if (orders == 1) {
      assertThat(state(id))
          .containsEntry("encrypted", change.equals("rekey"))
          .containsEntry("keyVersion", change.equals("rekey") ? 2 : 0);
    }
    Reply again = admin.post(path, Map.of());
    assertThat(again.status()).as(again.toString()).isEqualTo(200);
    assertKnowsAll(id);
  }

  private void fill(String id) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SECTIONS; i++) {
      text.append("# Part ").append(i).append("\n\n").append("an okapi drinks. ".repeat(40));
      text.append("\n\n");
    }
    Map<String, ?> document = Map.of("name", "zoo.md", "content", text.toString());
    Reply imported = admin.tool(id, "import", Map.of("documents", List.of(document)));
    assertThat(imported.status()).as(imported.toString()).isEqualTo(200);
    Reply saved = admin.tool(id, "save", Map.of("title", "last", "content", "a tapir"));
    assertThat(saved.status()).as(saved.toString()).isEqualTo(200);
  }

  private Map<String, Object> state(String id) {
    return admin.get("/api/v1/projects/" + id + "/encryption").json();
  }

  private void assertKnowsAll(String id) {
    // why the number: what was asked before would be answered from the cache
    String question = "tapir " + ++asked;
    Reply found = admin.tool(id, "query", Map.of("question", question));
    assertThat(found.status()).as(found.toString()).isEqualTo(200);
    assertThat(found.body()).contains("a tapir");
    Reply status = admin.get("/projects/" + id + "/km/status");
    assertThat(status.body()).contains(String.valueOf(SECTIONS + 1));
  }

  private static List<String> files(String id) {
    Path folder = BerthUnderTest.current().dataFolder().resolve("projects").resolve(id);
    return List.of(folder.toFile().list());
  }

  private static int count(String text, String word) {
    return text.split("\"" + java.util.regex.Pattern.quote(word) + "\"", -1).length - 1;
  }
}
