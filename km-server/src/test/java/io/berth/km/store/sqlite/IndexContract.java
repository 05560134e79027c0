package io.berth.km.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.km.metrics.RequestMetrics;
import io.berth.km.pool.PoolSettings;
import io.berth.km.store.DataKey;
import io.berth.km.store.FileSummaryDraft;
import io.berth.km.store.FileSummaryQuestion;
import io.berth.km.store.ItemDraft;
import io.berth.km.store.KnowledgeWriter;
import io.berth.km.store.Question;
import io.berth.km.store.SearchIndex;
import io.berth.km.store.WriteOrder;
import io.berth.km.tool.Call;
import io.berth.km.tool.KmTools;
import io.berth.mcp.Arguments;
import io.berth.mcp.Tool;
import io.berth.mcp.ToolFailure;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the tools for indexes find and mend, whichever driver is below: called as the background
 * jobs call them, on indexes that were damaged by SQL behind the store's back.
 */
abstract class IndexContract {
  private static final int ITEMS = 300;
  private static final String LIGHT = "lighthouse";

  @TempDir Path folder;
  private SqliteKnowledgeStore store;

  /** What the database is encrypted with, if it is. */
  protected abstract Optional<DataKey> key();

  /** Ways in which the index of items can be damaged; each leaves the items as they were. */
  enum Damage {
    /** No word is found. */
    EMPTIED("INSERT INTO item_text (item_text) VALUES ('delete-all')"),
    /** One item is not found. */
    ITEM_MISSING(
        "INSERT INTO item_text (item_text, rowid, title, heading, content) SELECT 'delete',"
            + " item_id, title, heading, content FROM item WHERE item_id = 150"),
    /** An item is found by words that it does not have. */
    ITEM_STALE("UPDATE item SET content = 'words that the index does not know' WHERE item_id = 9"),
    /** What the words are in is gone. */
    PAGES_GONE("DELETE FROM item_text_data WHERE id > 10"),
    /** What the words are in is something else. */
    PAGES_OVERWRITTEN("UPDATE item_text_data SET block = zeroblob(length(block)) WHERE id > 10"),
    /** What says how the pages belong together is gone. */
    STRUCTURE_GONE("DELETE FROM item_text_data WHERE id = 10"),
    /** How long each item is, is not known any more. */
    LENGTHS_GONE("DELETE FROM item_text_docsize");

    private final String sql;

    Damage(String sql) {
      this.sql = sql;
    }
  }

  @BeforeEach
  void fill() {
    store =
        SqliteKnowledgeStore.open(
            folder, key(), PoolSettings.DEFAULTS, InstantSource.system(), System::nanoTime);
    for (int i = 1; i <= ITEMS; i++) {
      String text = "The lighthouse keeper counts ships " + i;
      write(w -> w.save(ItemDraft.of("T-1", null, "Chapter", text)));
    }
    store.write(
        WriteOrder.by("tester"),
        w -> {
          w.saveFileSummary(new FileSummaryDraft("T-1", "src/Lamp.java", "turns the lamp"));
          return "{}";
        });
  }

  @AfterEach
  void close() {
    store.close();
  }

  private <T> T write(Function<KnowledgeWriter, T> work) {
    List<T> result = new ArrayList<>();
    store.write(
        WriteOrder.by("tester"),
        writer -> {
          result.add(work.apply(writer));
          return "{}";
        });
    return result.get(0);
  }

  private String tool(String name, String index) throws ToolFailure {
    Tool<Call> tool = KmTools.maintenance(store, new RequestMetrics()).find(name);
    Arguments arguments = tool.spec().input().check(Map.of("index", index));
    return tool.call(arguments, new Call("berth", null));
  }

  private void statement(String sql) throws SQLException {
    try (Link other = Link.open(folder.resolve("km.db"), key())) {
      other.run(sql);
    }
  }

  private int found() {
    return store.query(new Question(LIGHT, Optional.empty(), Optional.empty(), 50)).size();
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aDamagedIndexIsNoticedAndMadeAnew(Damage damage) throws Exception {
    assertThat(tool("check_index", "items")).contains("\"sound\":true");
    statement(damage.sql);

    assertThat(tool("check_index", "items")).as("damaged").contains("\"sound\":false");
    assertThat(tool("check_index", "file_summaries")).as("other").contains("\"sound\":true");
    assertThat(tool("rebuild_index", "items")).contains("\"entries\":" + ITEMS);

    assertThat(tool("check_index", "items")).as("made anew").contains("\"sound\":true");
    assertThat(found()).isEqualTo(50);
    assertThat(write(w -> w.save(ItemDraft.of("T-2", null, "Pier", "a schooner"))).itemId())
        .isGreaterThan(ITEMS);
    assertThat(store.query(Question.of("schooner"))).hasSize(1);
    assertThat(this.<Boolean>write(w -> w.delete(1))).isTrue();
    assertThat(tool("check_index", "items")).as("written to").contains("\"sound\":true");
  }

  @Test
  void theIndexOfFileSummariesIsNoticedAndMadeAnewToo() throws Exception {
    statement("INSERT INTO file_summary_text (file_summary_text) VALUES ('delete-all')");

    assertThat(tool("check_index", "file_summaries")).contains("\"sound\":false");
    assertThat(tool("check_index", "items")).contains("\"sound\":true");
    assertThat(tool("rebuild_index", "file_summaries")).contains("\"entries\":1");
    assertThat(tool("check_index", "file_summaries")).contains("\"sound\":true");
    assertThat(store.fileSummaries(new FileSummaryQuestion("lamp", Optional.empty(), 5)))
        .hasSize(1);
  }

  @Test
  void questionsAreAnsweredFromTheOldIndexUntilTheNewOneIsWhole() throws Exception {
    statement("INSERT INTO item_text (item_text) VALUES ('delete-all')");
    List<Integer> during = new ArrayList<>();
    write(
        w -> {
          long made = w.rebuild(SearchIndex.ITEMS);
          // why within the write: who asks now is answered from what was before it
          during.add(found());
          return made;
        });
    assertThat(during).containsExactly(0);
    assertThat(found()).isEqualTo(50);
  }

  @Test
  void anIndexWhoseMakingFailsIsAsItWas() throws Exception {
    assertThatThrownBy(
            () ->
                write(
                    w -> {
                      w.rebuild(SearchIndex.ITEMS);
                      throw new IllegalStateException("the process dies here");
                    }))
        .hasMessageContaining("dies here");
    assertThat(found()).isEqualTo(50);
    assertThat(tool("check_index", "items")).contains("\"sound\":true");
  }
}
