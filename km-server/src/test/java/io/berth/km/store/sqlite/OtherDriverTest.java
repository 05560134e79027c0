package io.berth.km.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.km.pool.PoolSettings;
import io.berth.km.store.FileSummaryDraft;
import io.berth.km.store.ItemDraft;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Question;
import io.berth.km.store.SearchIndex;
import io.berth.km.store.WriteOrder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that the current SQLite made goes to the older one that encrypts, and comes back: what
 * the newer one writes must be understood by the older one, indexes above all. The older one runs
 * in processes of its own.
 */
@Timeout(120)
class OtherDriverTest {
  private static final String KEY = "1f".repeat(32);
  private static final Path OTHER = Path.of("target", "encrypting", "sqlite-jdbc-encrypting.jar");

  @TempDir Path folder;
  @TempDir Path nativeLibrary;

  @Test
  void indexesAreSoundWithEachDriverThatTheDatabaseComesTo() throws Exception {
    fill();

    assertThat(other(RecodeAndWait.class, folder.toString(), "-", KEY, "to the end")).isEmpty();
    assertThat(other(CheckIndexes.class, folder.toString(), KEY, "quokka"))
        .isEqualTo("3.40.1, true true 5, true true 5");
    assertThat(other(RecodeAndWait.class, folder.toString(), KEY, "-", "to the end")).isEmpty();

    try (KnowledgeStore store = open()) {
      assertThat(
              store
                  .write(
                      WriteOrder.by("ann"),
                      w -> w.sound(SearchIndex.ITEMS) + " " + w.sound(SearchIndex.FILE_SUMMARIES))
                  .body())
          .isEqualTo("true true");
      assertThat(store.query(Question.of("quokka"))).hasSize(5);
      assertThat(store.statistics().items()).isEqualTo(150);
    }
  }

  private KnowledgeStore open() {
    return SqliteKnowledgeStore.open(folder, PoolSettings.DEFAULTS, InstantSource.system());
  }

  /** Saves and deletes: an index keeps what was deleted in a form of its own. */
  private void fill() {
    try (KnowledgeStore store = open()) {
      for (int i = 1; i <= 200; i++) {
        String text = "the quokka sleeps, number " + i;
        store.write(
            WriteOrder.by("ann"), w -> "" + w.save(ItemDraft.of("T", null, "a", text)).itemId());
      }
      for (long id = 1; id <= 50; id++) {
        long gone = id;
        store.write(WriteOrder.by("ann"), w -> "" + w.delete(gone));
      }
      store.write(
          WriteOrder.by("ann"),
          w -> {
            w.saveFileSummary(new FileSummaryDraft("T", "src/Zoo.java", "feeds them"));
            return "";
          });
    }
  }

  private String other(Class<?> main, String... arguments) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.sqlite.tmpdir=" + nativeLibrary,
                "-cp",
                classPath(),
                main.getName()));
    words.addAll(List.of(arguments));
    Process child =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(child.getInputStream().readAllBytes()).strip();
    assertThat(child.waitFor()).as(said).isZero();
    return said;
  }

  private static String classPath() {
    String usual = System.getProperty("java.class.path");
    String changed =
        Arrays.stream(usual.split(":"))
            .map(entry -> entry.contains("xerial") ? OTHER.toAbsolutePath().toString() : entry)
            .collect(Collectors.joining(":"));
    assertThat(changed).isNotEqualTo(usual);
    return changed;
  }
}
