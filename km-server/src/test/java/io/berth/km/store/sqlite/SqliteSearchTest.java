package io.berth.km.store.sqlite;

import io.berth.km.pool.PoolSettings;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.SearchContract;
import java.nio.file.Path;
import java.time.InstantSource;

/** SQLite's run of the search contract. */
class SqliteSearchTest extends SearchContract {
  @Override
  protected KnowledgeStore open(Path folder) {
    return SqliteKnowledgeStore.open(folder, PoolSettings.DEFAULTS, InstantSource.system());
  }
}
