package io.berth.km.store.sqlite;

import io.berth.km.pool.ConnectionPool;
import io.berth.km.pool.ConnectionPool.Lease;
import io.berth.km.pool.PoolExhausted;
import io.berth.km.pool.PoolSettings;
import io.berth.km.pool.PoolSnapshot;
import io.berth.km.store.Answer;
import io.berth.km.store.ComponentApi;
import io.berth.km.store.DataKey;
import io.berth.km.store.FileSummaryHit;
import io.berth.km.store.FileSummaryQuestion;
import io.berth.km.store.Hit;
import io.berth.km.store.Item;
import io.berth.km.store.ItemFilter;
import io.berth.km.store.ItemPage;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeException.Kind;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Question;
import io.berth.km.store.Statistics;
import io.berth.km.store.WriteOrder;
import io.berth.km.store.WriteWork;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One project's knowledge in one SQLite file. Opening takes the folder's lock, one connection and
 * one look at the schema; everything else is done when it is first needed. Reads run on the
 * caller's thread with a lent connection, writes one after the other on the single writing
 * connection.
 */
public final class SqliteKnowledgeStore implements KnowledgeStore {
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final FolderLock lock;
  private final ConnectionPool<Link> readers;
  private final Writing writing;
  private final Knowing knowing;

  private SqliteKnowledgeStore(
      FolderLock lock, ConnectionPool<Link> readers, Writing writing, Knowing knowing) {
    this.lock = lock;
    this.readers = readers;
    this.writing = writing;
    this.knowing = knowing;
  }

  /** {@link #open(Path, PoolSettings, InstantSource, LongSupplier)} on the machine's own clock. */
  public static SqliteKnowledgeStore open(Path folder, PoolSettings settings, InstantSource time) {
    return open(folder, settings, time, System::nanoTime);
  }

  /** The same, for a database that is not encrypted. */
  public static SqliteKnowledgeStore open(
      Path folder, PoolSettings settings, InstantSource time, LongSupplier nanos) {
    return open(folder, Optional.empty(), settings, time, nanos);
  }

  /**
   * Opens (or makes) the database {@code km.db} in the folder and holds the folder exclusively
   * until it is closed. Another process that holds it is a {@link Kind#LOCKED}.
   *
   * @param key what the database is encrypted with, if it is
   * @param nanos counts nanoseconds for the pool's durations
   */
  public static SqliteKnowledgeStore open(
      Path folder,
      Optional<DataKey> key,
      PoolSettings settings,
      InstantSource time,
      LongSupplier nanos) {
    settings.checked();
    DatabaseFile file = DatabaseFile.in(folder, key);
    FolderLock lock = FolderLock.take(file.folder());
    boolean opened = false;
    try {
      SqliteKnowledgeStore store = opened(file, lock, settings, time, nanos);
      opened = true;
      return store;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  private static SqliteKnowledgeStore opened(
      DatabaseFile file,
      FolderLock lock,
      PoolSettings settings,
      InstantSource time,
      LongSupplier nanos) {
    file.requireFit();
    file.make();
    ConnectionPool<Link> readers = new ConnectionPool<>(settings, () -> Link.reader(file), nanos);
    Knowing knowing = new Knowing(file);
    Writing writing = new Writing(file, settings, readers, knowing, time, nanos);
    boolean usable = false;
    try {
      Lease<Link> first = readers.borrow();
      boolean outdated = true;
      try {
        outdated = Schema.outdated(first.connection(), file.path());
      } finally {
        // why: a connection that saw the file before migration may not know it is in WAL mode
        readers.giveBack(first, outdated);
      }
      if (outdated) {
        writing.migrate();
      }
      usable = true;
      return new SqliteKnowledgeStore(lock, readers, writing, knowing);
    } finally {
      if (!usable) {
        readers.close();
        writing.close();
      }
    }
  }

  private interface Read<T> {
    T from(Link link) throws SQLException;
  }

  private <T> T read(String what, Read<T> read) {
    readers.countRequest();
    return readUncounted(what, read);
  }

  private <T> T readUncounted(String what, Read<T> read) {
    Lease<Link> lease;
    try {
      lease = readers.borrow();
    } catch (PoolExhausted e) {
      throw new KnowledgeException(Kind.UNAVAILABLE, what + ": " + e.getMessage(), e);
    }
    boolean broken = true;
    try {
      T result = read.from(lease.connection());
      broken = false;
      return result;
    } catch (SQLException e) {
      throw Failures.of(what, e);
    } finally {
      readers.giveBack(lease, broken);
    }
  }

  @Override
  public Answer write(WriteOrder order, WriteWork work) {
    return writing.write(order, work);
  }

  @Override
  public List<Hit> query(Question question) {
    return read("a query", link -> RankedSearch.items(link, knowing.items(), question));
  }

  @Override
  public Optional<Item> item(long itemId) {
    return read("reading item " + itemId, link -> ItemReads.one(link, itemId));
  }

  @Override
  public ItemPage items(ItemFilter filter) {
    return read("listing items", link -> ItemReads.page(link, filter));
  }

  @Override
  public Optional<ComponentApi> api(String componentName) {
    return read("reading an API", link -> ItemReads.api(link, componentName));
  }

  @Override
  public List<FileSummaryHit> fileSummaries(FileSummaryQuestion question) {
    return read(
        "a query for file summaries",
        link ->
            question.text().isBlank()
                ? RankedSearch.newestFileSummaries(link, question)
                : RankedSearch.fileSummaries(link, knowing.fileSummaries(), question));
  }

  @Override
  public Statistics statistics() {
    return readUncounted("reading statistics", knowing::statistics);
  }

  @Override
  public PoolSnapshot pool() {
    return readers.snapshot();
  }

  @Override
  public void check() {
    readUncounted("the check of the database", link -> link.number("SELECT 1 FROM item LIMIT 1"));
  }

  @Override
  public void maintain() {
    writing.maintain();
    readers.retire();
  }

  @Override
  public void close() {
    if (!writing.shut()) {
      return;
    }
    readers.close();
    // why: whoever still reads gets its answer before the folder is let go
    if (!readers.awaitReturn(CLOSING)) {
      System.getLogger(SqliteKnowledgeStore.class.getName())
          .log(System.Logger.Level.WARNING, "closed while readers were still at work");
    }
    writing.close();
    lock.close();
  }

  /** For tests: asks a pragma on an open reader and on the writer. */
  List<String> pragma(String name) {
    return List.of(
        readUncounted("a pragma", link -> link.text("PRAGMA " + name)), writing.pragma(name));
  }
}
