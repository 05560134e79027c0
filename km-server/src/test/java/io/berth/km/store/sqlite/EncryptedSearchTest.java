package io.berth.km.store.sqlite;

import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.SearchContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** The search contract on an encrypted database, by the driver that can. */
@Tag("encrypting")
class EncryptedSearchTest extends SearchContract {
  @Override
  protected KnowledgeStore open(Path folder) {
    return EncryptedStoreTest.open(folder, EncryptedStoreTest.KEY);
  }
}
