package io.berth.km.store.sqlite;

import io.berth.km.store.DataKey;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** The tools for indexes on an encrypted database, by the driver that can. */
@Tag("encrypting")
class EncryptedIndexTest extends IndexContract {
  @Override
  protected Optional<DataKey> key() {
    return EncryptedStoreTest.KEY;
  }
}
