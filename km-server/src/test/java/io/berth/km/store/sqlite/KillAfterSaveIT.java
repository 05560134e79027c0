package io.berth.km.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.km.pool.PoolSettings;
import io.berth.km.store.Item;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeException.Kind;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Question;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: what was acknowledged survives SIGKILL, and one process alone has the folder. */
@Timeout(120)
class KillAfterSaveIT {
  private static final int SIGKILLED = 128 + 9;

  @TempDir Path folder;
  @TempDir Path nativeLibrary;
  private Process child;

  @AfterEach
  void endChild() throws InterruptedException {
    if (child != null) {
      child.destroyForcibly();
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private long idSavedByAChild(String content) throws IOException {
    child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                // why: a killed process cannot delete the library that the driver unpacks
                "-Dorg.sqlite.tmpdir=" + nativeLibrary,
                "-cp",
                System.getProperty("java.class.path"),
                SaveAndWait.class.getName(),
                folder.toString(),
                content)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = child.inputReader()) {
      String line = out.readLine();
      assertThat(line).as("what the child printed").isNotNull();
      return Long.parseLong(line);
    }
  }

  private void kill() throws InterruptedException {
    child.destroyForcibly();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(SIGKILLED);
  }

  private KnowledgeStore open() {
    return SqliteKnowledgeStore.open(folder, PoolSettings.DEFAULTS, InstantSource.system());
  }

  @Test
  void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
    for (int round = 1; round <= 3; round++) {
      long id = idSavedByAChild("round " + round);
      kill();
      try (KnowledgeStore store = open()) {
        assertThat(store.item(id).map(Item::content)).contains("round " + round);
        assertThat(store.statistics().items()).isEqualTo(round);
        assertThat(store.query(Question.of("round " + round))).hasSize(round);
      }
    }
  }

  @Test
  void aSecondProcessIsRefusedUntilTheFirstIsDead() throws Exception {
    idSavedByAChild("mine");

    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            KnowledgeException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LOCKED))
        .hasMessageContaining(folder.toRealPath() + " is in use by process " + child.pid());

    kill();
    try (KnowledgeStore store = open()) {
      assertThat(store.statistics().items()).isEqualTo(1);
    }
  }
}
