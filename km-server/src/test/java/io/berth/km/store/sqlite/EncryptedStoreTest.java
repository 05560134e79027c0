package io.berth.km.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.km.pool.PoolSettings;
import io.berth.km.store.DataKey;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.KnowledgeStoreContract;
import io.berth.km.store.Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract on an encrypted database, by the driver that can; and what is on disk then. */
@Tag("encrypting")
class EncryptedStoreTest extends KnowledgeStoreContract {
  static final Optional<DataKey> KEY = Optional.of(DataKey.of("1f".repeat(32)));
  static final Optional<DataKey> OTHER = Optional.of(DataKey.of("2e".repeat(32)));

  @Override
  protected KnowledgeStore open(Path folder) {
    return open(folder, KEY);
  }

  static KnowledgeStore open(Path folder, Optional<DataKey> key) {
    return SqliteKnowledgeStore.open(
        folder, key, PoolSettings.DEFAULTS, InstantSource.fixed(NOW), System::nanoTime);
  }

  /** Which files of the folder contain the text. */
  static List<String> filesWith(Path folder, String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> contains(file, text))
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
          .contains(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void nothingOfWhatWasSavedCanBeReadFromItsFiles() throws IOException {
    for (int i = 0; i < 200; i++) {
      save("T-" + i, "Zugvogel", "the quokka sleeps under the jacaranda, number " + i);
    }
    assertThat(Files.size(folder.resolve("km.db-wal"))).isPositive();
    for (String text : List.of("quokka", "jacaranda", "Zugvogel", "CREATE TABLE", "item_text")) {
      assertThat(filesWith(folder, text)).as("while it is open: " + text).isEmpty();
    }
    store.close();
    assertThat(Files.exists(folder.resolve("km.db-wal"))).isFalse();
    for (String text : List.of("quokka", "jacaranda", "SQLite format 3", "CREATE TABLE")) {
      assertThat(filesWith(folder, text)).as("when it is closed: " + text).isEmpty();
    }
    store = open(folder);
    assertThat(store.query(Question.of("quokka"))).isNotEmpty();
  }

  @Test
  void aPlainDatabaseShowsThatTheSearchAboveWouldFindSomething() throws IOException {
    Path plain = Files.createDirectory(folder.resolve("plain"));
    try (KnowledgeStore other = open(plain, Optional.empty())) {
      other.write(
          io.berth.km.store.WriteOrder.by("ann"),
          w -> "" + w.save(io.berth.km.store.ItemDraft.of("T", null, "a", "quokka")).itemId());
    }
    assertThat(filesWith(plain, "quokka")).containsExactly("km.db");
    assertThat(filesWith(plain, "SQLite format 3")).containsExactly("km.db");
  }

  @Test
  void anotherKeyOrNoneIsRefusedAndTheFileIsAsItWas() throws IOException {
    save("T-1", "a", "quokka");
    store.close();
    byte[] before = Files.readAllBytes(folder.resolve("km.db"));

    assertThatThrownBy(() -> open(folder, OTHER))
        .isInstanceOf(KnowledgeException.class)
        .hasMessageContaining("km.db does not open with the key that came for it")
        .hasMessageNotContaining("2e2e");
    assertThatThrownBy(() -> open(folder, Optional.empty()))
        .isInstanceOf(KnowledgeException.class)
        .hasMessageContaining("km.db is not a database that opens without a key");

    assertThat(Arrays.equals(Files.readAllBytes(folder.resolve("km.db")), before)).isTrue();
    store = open(folder);
    assertThat(store.query(Question.of("quokka"))).hasSize(1);
  }

  @Test
  void aPageThatWasChangedOnDiskIsNoticed() throws IOException {
    for (int i = 0; i < 200; i++) {
      save("T-" + i, "Zugvogel", "the quokka sleeps under the jacaranda, number " + i);
    }
    store.close();
    Path file = folder.resolve("km.db");
    byte[] bytes = Files.readAllBytes(file);
    for (int page = 1; page < bytes.length / 4096; page++) {
      bytes[page * 4096 + 1000] ^= 1;
    }
    Files.write(file, bytes);

    assertThatThrownBy(() -> open(folder).query(Question.of("quokka")))
        .isInstanceOf(KnowledgeException.class);
    store = open(Files.createDirectory(folder.resolve("other")));
  }

  @Test
  void aPlainDatabaseIsNotOpenedWithAKey() throws IOException {
    Path plain = Files.createDirectory(folder.resolve("plain"));
    open(plain, Optional.empty()).close();

    assertThatThrownBy(() -> open(plain, KEY))
        .isInstanceOf(KnowledgeException.class)
        .hasMessageContaining("km.db is not encrypted, but a key came for it");
    open(plain, Optional.empty()).close();
  }

  @Test
  void everyConnectionKeepsWhatItSortsInMemoryAndMapsNothing() {
    save("T-1", "a", "b");

    SqliteKnowledgeStore sqlite = (SqliteKnowledgeStore) store;
    assertThat(sqlite.pragma("temp_store")).containsExactly("2", "2");
    assertThat(sqlite.pragma("mmap_size")).containsExactly("0", "0");
    assertThat(sqlite.pragma("cipher")).containsExactly("chacha20", "chacha20");
    assertThat(sqlite.pragma("journal_mode")).containsExactly("wal", "wal");
    assertThat(sqlite.pragma("synchronous")).containsExactly("2", "2");
    assertThat(sqlite.pragma("foreign_keys")).containsExactly("1", "1");
  }
}
