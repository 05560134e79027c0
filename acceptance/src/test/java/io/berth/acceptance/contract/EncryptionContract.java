package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Command;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.KeyFiles;
import io.berth.acceptance.LocalBerth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Projects that are encrypted on disk, whether all new ones are or each is told to be. */
public abstract class EncryptionContract {
  private static final AtomicInteger ASKED = new AtomicInteger();
  private final Api admin = Api.admin();

  private static Path folder(String project) {
    return BerthUnderTest.current().dataFolder().resolve("projects").resolve(project);
  }

  private void save(String project, String content) {
    Reply saved = admin.tool(project, "save", Map.of("title", "t", "content", content));
    assertThat(saved.status()).as(saved.toString()).isEqualTo(200);
  }

  private void assertKnows(String project) {
    // why the limit: what was asked before is answered from the cache, which nobody encrypts
    int limit = 5 + ASKED.incrementAndGet() % 40;
    Reply found = admin.tool(project, "query", Map.of("question", "capybara", "limit", limit));
    assertThat(found.status()).as(found.toString()).isEqualTo(200);
    assertThat(found.body()).contains("the capybara bathes at noon");
  }

  private void stop(String project) {
    Reply stopped = admin.post("/api/v1/projects/" + project + "/stop", Map.of());
    assertThat(stopped.status()).as(stopped.toString()).isEqualTo(200);
  }

  private static String ordered(String... words) {
    LocalBerth.Outcome outcome = Command.berth(words);
    assertThat(outcome.exit()).as(outcome.toString()).isZero();
    return outcome.out();
  }

  private static List<String> filesWith(String project, String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder(project))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> read(file).contains(text))
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // why: the log of writes comes and goes
    }
  }

  @Test
  void aProjectIsEncryptedRekeyedAndDecryptedAndKnowsWhatItKnew() throws Exception {
    String id = Fixtures.project("secretive", Map.of());
    save(id, "the capybara bathes at noon");

    assertThat(ordered("project", "encrypt", id)).contains(id + "  encrypted, key 1");
    assertThat(filesWith(id, "capybara")).isEmpty();
    assertThat(filesWith(id, "SQLite format 3")).isEmpty();
    assertKnows(id);
    save(id, "the capybara sleeps at one");
    assertThat(filesWith(id, "capybara")).as("while it is awake").isEmpty();
    stop(id);
    assertThat(filesWith(id, "capybara")).as("while it is asleep").isEmpty();
    assertKnows(id);
    long pid = Fixtures.pid(id);
    assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline"))).contains("encrypting");

    assertThat(ordered("project", "rekey", id, "--json"))
        .contains("\"encrypted\" : true", "\"keyVersion\" : 2");
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertKnows(id);
    assertThat(ordered("project", "show", id)).contains("encryption.keyVersion");

    save(id, "the capybara dreams at two");
    Fixtures.killNow(Fixtures.pid(id)); // why: what it saved last is only in its log of writes
    assertThat(ordered("project", "rekey", id)).contains("key 3");
    assertKnows(id);
    assertThat(admin.tool(id, "query", Map.of("question", "dreams")).body())
        .contains("the capybara dreams at two");

    assertThat(ordered("project", "decrypt", id)).contains(id + "  not encrypted");
    assertKnows(id);
    stop(id);
    assertThat(filesWith(id, "SQLite format 3")).containsExactly("km.db");
    assertThat(admin.get("/api/v1/projects/" + id + "/events?limit=100").body())
        .contains("project.rekeyed", "project.decrypted");
  }

  @Test
  void theMasterKeyIsRotatedAndWhichOneIsMissingIsSaid() {
    KeyFiles keys = KeyFiles.of(BerthUnderTest.current().dataFolder());
    String id = Fixtures.project("rotated", Map.of());
    save(id, "the capybara bathes at noon");
    ordered("project", "encrypt", id);
    assertKnows(id);
    String old = keys.master();
    String oldId = admin.get("/api/v1/encryption").text("masterKey");
    try {
      keys.replace();
      assertKnows(id);
      stop(id);
      Reply locked = admin.tool(id, "query", Map.of("question", "never asked before"));
      assertThat(locked.status()).as(locked.toString()).isEqualTo(503);
      assertThat(locked.body()).contains(id, oldId, "berth.encryption.master-key-file");
      assertThat(locked.body()).doesNotContain(old);
      LocalBerth.Outcome refused = Command.berth("key", "rotate-master");
      assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
      assertThat(refused.err()).contains(oldId);
      assertThat(ordered("key", "show")).contains("this node does not have that master key");
    } finally {
      keys.old(old);
    }
    assertKnows(id);
    assertThat(ordered("key", "rotate-master")).contains("all are wrapped by master key");
    keys.old("");
    stop(id);
    assertKnows(id);
    assertThat(ordered("key", "show")).doesNotContain("this node does not have");
    assertThat(admin.get("/api/v1/encryption").text("masterKey")).isNotEqualTo(oldId);
  }

  @Test
  void onlyAnAdministratorChangesKeysAndOnlyOfTheBuiltInRuntime() {
    String id = Fixtures.project("guarded", Map.of());
    Reply made =
        admin.post(
            "/api/v1/tokens", Map.of("role", "operator", "projects", List.of("*"), "ttl", "PT5M"));
    Api operator = admin.with(made.text("token"));
    Api agent = admin.with(Fixtures.agentToken(id));
    for (String change : List.of("encrypt", "rekey", "decrypt")) {
      String path = "/api/v1/projects/" + id + "/" + change;
      assertThat(operator.post(path, Map.of()).status()).as(change).isEqualTo(403);
      assertThat(agent.post(path, Map.of()).status()).as(change).isEqualTo(403);
      assertThat(admin.post("/api/v1/projects/nobody-at-all/" + change, Map.of()).status())
          .isEqualTo(404);
    }
    assertThat(operator.post("/api/v1/encryption/rotate-master", Map.of()).status()).isEqualTo(403);
    assertThat(agent.get("/api/v1/projects/" + id + "/encryption").json())
        .containsKeys("encrypted", "keyVersion", "masterKey", "changing");
    String foreign = Fixtures.project("foreign", Fixtures.fakeRuntime("serve"), Map.of());
    Reply refused = admin.post("/api/v1/projects/" + foreign + "/encrypt", Map.of());
    assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
    assertThat(refused.body()).contains("only the built-in one encrypts");
  }
}
