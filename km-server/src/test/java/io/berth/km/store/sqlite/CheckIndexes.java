package io.berth.km.store.sqlite;

import io.berth.km.pool.PoolSettings;
import io.berth.km.store.DataKey;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Question;
import io.berth.km.store.SearchIndex;
import io.berth.km.store.WriteOrder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A process of its own for tests, with another driver than theirs: says which SQLite it has,
 * whether the indexes are sound, how many hits a question has, and the same when they are made
 * anew.
 */
public final class CheckIndexes {
  private CheckIndexes() {}

  /** Arguments: the data folder, the key, the question. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Optional<DataKey> key = Optional.of(DataKey.of(args[1]));
    String version;
    try (Link link = Link.open(folder.resolve("km.db"), key)) {
      version = link.text("SELECT sqlite_version()");
    }
    try (KnowledgeStore store =
        SqliteKnowledgeStore.open(
            folder, key, PoolSettings.DEFAULTS, InstantSource.system(), System::nanoTime)) {
      System.out.println(version + ", " + look(store, args[2]) + ", " + anew(store, args[2]));
    }
  }

  private static String look(KnowledgeStore store, String question) {
    String sound =
        store
            .write(
                WriteOrder.by("child"),
                w -> w.sound(SearchIndex.ITEMS) + " " + w.sound(SearchIndex.FILE_SUMMARIES))
            .body();
    return sound + " " + store.query(Question.of(question)).size();
  }

  private static String anew(KnowledgeStore store, String question) {
    store.write(
        WriteOrder.by("child"),
        w -> w.rebuild(SearchIndex.ITEMS) + w.rebuild(SearchIndex.FILE_SUMMARIES) + "");
    return look(store, question);
  }
}
