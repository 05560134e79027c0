package io.berth.km.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.km.pool.PoolSettings;
import io.berth.km.store.DataKey;
import io.berth.km.store.KnowledgeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver that cannot encrypt never writes what should have been encrypted. */
class PlainDriverTest {
  @TempDir Path folder;

  @Test
  void aKeyIsNotSilentlyIgnored() throws Exception {
    assertThatThrownBy(
            () ->
                SqliteKnowledgeStore.open(
                    folder,
                    Optional.of(DataKey.of("1f".repeat(32))),
                    PoolSettings.DEFAULTS,
                    InstantSource.system(),
                    System::nanoTime))
        .isInstanceOf(KnowledgeException.class)
        .hasMessageContaining("the SQLite driver of this process cannot do that");
    assertThat(Files.size(folder.resolve("km.db"))).isZero();
  }

  @Test
  void whatIsNoPlainDatabaseIsNotTouched() throws Exception {
    byte[] bytes = "not a database, or one that is encrypted".repeat(200).getBytes();
    Files.write(folder.resolve("km.db"), bytes);

    assertThatThrownBy(
            () -> SqliteKnowledgeStore.open(folder, PoolSettings.DEFAULTS, InstantSource.system()))
        .isInstanceOf(KnowledgeException.class)
        .hasMessageContaining("is not a database that opens without a key");
    assertThat(Files.readAllBytes(folder.resolve("km.db"))).isEqualTo(bytes);
  }
}
