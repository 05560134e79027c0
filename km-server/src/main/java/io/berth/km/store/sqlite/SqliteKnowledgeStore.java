package io.berth.km.store.sqlite;

import io.berth.km.pool.PoolSettings;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeStore;
import java.nio.file.Path;
import java.time.InstantSource;

/** Opens the SQLite store of a folder. */
public final class SqliteKnowledgeStore {
  private SqliteKnowledgeStore() {}

  /**
   * Opens (or makes) the database {@code km.db} in the folder and holds the folder exclusively
   * until it is closed. Another process that holds it is a {@link KnowledgeException.Kind#LOCKED}.
   */
  public static KnowledgeStore open(Path folder, PoolSettings settings, InstantSource time) {
    throw new UnsupportedOperationException("the implementation follows in the next commit");
  }
}
