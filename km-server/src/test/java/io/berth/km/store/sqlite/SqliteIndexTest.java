package io.berth.km.store.sqlite;

import io.berth.km.store.DataKey;
import java.util.Optional;

/** The tools for indexes with the current driver. */
class SqliteIndexTest extends IndexContract {
  @Override
  protected Optional<DataKey> key() {
    return Optional.empty();
  }
}
