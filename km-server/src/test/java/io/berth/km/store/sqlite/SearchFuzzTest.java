package io.berth.km.store.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.berth.km.pool.PoolSettings;
import io.berth.km.store.FileSummaryQuestion;
import io.berth.km.store.Hit;
import io.berth.km.store.ItemDraft;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Question;
import io.berth.km.store.WriteOrder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Any text as a question to a real index: an answer, or a refusal, never an error of SQL. */
class SearchFuzzTest {
  @TempDir static Path folder;
  private static KnowledgeStore store;

  @FuzzTest
  void noQuestionIsASyntaxError(byte[] data) {
    String text = new String(data, UTF_8);
    Question question;
    try {
      question = Question.of(text);
    } catch (KnowledgeException refused) {
      assertThat(refused.kind())
          .isIn(KnowledgeException.Kind.INVALID, KnowledgeException.Kind.TOO_LARGE);
      return;
    }
    for (Hit hit : store.query(question)) {
      assertThat(hit.similarity()).isBetween(0.0, 1.0);
    }
    store.query(new Question(text, Optional.of("T-1"), Optional.of("general"), 3));
    store.fileSummaries(new FileSummaryQuestion(text, Optional.empty(), 3));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @BeforeAll
  static void open() {
    store = SqliteKnowledgeStore.open(folder, PoolSettings.DEFAULTS, InstantSource.system());
    keep("Restoring a backup", "Stop the server, then copy the archive; start it AND wait.");
    keep("Café opening hours", "Open from nine. The naïve résumé of a day, near the port.");
    keep("Ports", "The server listens on 5001. How do I change it? Edit the settings.");
  }

  private static void keep(String title, String content) {
    store.write(
        WriteOrder.by("tester"),
        w -> String.valueOf(w.save(new ItemDraft("T-1", "general", title, content)).itemId()));
  }
}
