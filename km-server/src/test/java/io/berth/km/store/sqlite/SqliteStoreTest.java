package io.berth.km.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.km.pool.PoolSettings;
import io.berth.km.store.IdempotencyKey;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeException.Kind;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.KnowledgeStoreContract;
import io.berth.km.store.Question;
import io.berth.km.store.WriteOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** SQLite's run of the contract, and what is true of SQLite alone. */
class SqliteStoreTest extends KnowledgeStoreContract {
  private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
  private final AtomicLong nanos = new AtomicLong();

  @Override
  protected KnowledgeStore open(Path folder) {
    return SqliteKnowledgeStore.open(folder, PoolSettings.DEFAULTS, clock::get, nanos::get);
  }

  private SqliteKnowledgeStore sqlite() {
    return (SqliteKnowledgeStore) store;
  }

  @Test
  void everyConnectionOfTheOpenDatabaseIsDurableAndChecked() {
    save("T-1", "a", "b");

    assertThat(sqlite().pragma("synchronous")).containsExactly("2", "2");
    assertThat(sqlite().pragma("journal_mode")).containsExactly("wal", "wal");
    assertThat(sqlite().pragma("foreign_keys")).containsExactly("1", "1");
    assertThat(sqlite().pragma("busy_timeout")).containsExactly("5000", "5000");
    assertThat(sqlite().pragma("user_version")).containsExactly("1", "1");
    assertThat(sqlite().pragma("query_only")).containsExactly("1", "0");
  }

  @Test
  void allItsFilesBelongToTheOwnerAlone() throws IOException {
    save("T-1", "a", "b");

    try (var files = Files.list(folder)) {
      assertThat(files)
          .hasSize(4)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .as(file.toString())
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void refusesASecondOpeningOfTheFolder() {
    assertThatThrownBy(() -> open(folder))
        .isInstanceOfSatisfying(
            KnowledgeException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LOCKED))
        .hasMessageContaining(folder + " is in use by this process");
    save("T-1", "still", "usable");
    store.close();
    store = open(folder);
    assertThat(store.query(Question.of("usable"))).hasSize(1);
  }

  @Test
  void refusesADatabaseOfANewerProgram() throws Exception {
    store.close();
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("km.db"));
        var statement = db.createStatement()) {
      statement.execute("PRAGMA user_version=99");
    }
    assertThatThrownBy(() -> open(folder)).hasMessageContaining("has schema 99");
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("km.db"));
        var statement = db.createStatement()) {
      statement.execute("PRAGMA user_version=1");
    }
    store = open(folder);
  }

  @Test
  void saysWhatIsWrongWithAFileThatIsNoDatabase() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("km.db"), "this is not a database, but long enough".repeat(99));

    assertThatThrownBy(() -> open(other))
        .isInstanceOfSatisfying(
            KnowledgeException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BROKEN))
        .hasMessageContaining("not a database");
    Files.delete(other.resolve("km.db"));
    open(other).close();
  }

  @Test
  void forgetsIdempotencyKeysAfterADay() {
    WriteOrder order = WriteOrder.by("a").under(new IdempotencyKey("k", "f"));
    store.write(order, w -> "first");
    clock.set(NOW.plus(Duration.ofHours(23)));
    store.maintain();
    assertThat(store.write(order, w -> "second").body()).isEqualTo("first");
    clock.set(NOW.plus(Duration.ofHours(25)));
    store.maintain();
    assertThat(store.write(order, w -> "third").body()).isEqualTo("third");
  }

  @Test
  void keepsTheNewestIdempotencyKeysWhenThereAreTooMany() throws Exception {
    WriteOrder order = WriteOrder.by("a").under(new IdempotencyKey("k", "f"));
    store.write(order, w -> "first");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("km.db"));
        Statement statement = other.createStatement()) {
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + (Ledger.MOST + 5)
              + ") INSERT INTO answer SELECT 'b', 'k-' || i, 'f', 'x', "
              + (NOW.toEpochMilli() - 1_000_000)
              + " + i FROM n");
      store.maintain();
      try (ResultSet count = statement.executeQuery("SELECT count(*) FROM answer")) {
        assertThat(count.getInt(1)).isEqualTo(Ledger.MOST);
      }
    }
    assertThat(store.write(order, w -> "second").body()).isEqualTo("first");
  }

  @Test
  void closesConnectionsThatNobodyUses() {
    save("T-1", "a", "b");
    store.query(Question.of("a"));
    assertThat(store.pool().open()).isEqualTo(2);

    nanos.addAndGet(Duration.ofMinutes(6).toNanos());
    store.maintain();

    assertThat(store.pool().open()).isEqualTo(1);
    assertThat(store.query(Question.of("b"))).hasSize(1);
    assertThat(save("T-1", "c", "d")).isPositive();
  }

  @Test
  void refusesAWriterWhoseTransactionIsOver() {
    var kept = new io.berth.km.store.KnowledgeWriter[1];
    store.write(
        WriteOrder.by("a"),
        w -> {
          kept[0] = w;
          return "";
        });
    assertThatThrownBy(() -> kept[0].delete(1)).hasMessageContaining("is over");
  }
}
