package io.berth.km.store.sqlite;

import io.berth.km.pool.ConnectionPool;
import io.berth.km.pool.PoolSettings;
import io.berth.km.store.Answer;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeException.Kind;
import io.berth.km.store.WriteOrder;
import io.berth.km.store.WriteWork;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The one writer of the database: a connection opened when it is needed, and a fair lock that gives
 * it to one thread after the other. A commit that returned is on the disk. After an error of the
 * database the connection is thrown away.
 */
final class Writing {
  private static final long PATIENCE_SECONDS = 10;

  private final DatabaseFile database;
  private final PoolSettings settings;
  private final ConnectionPool<Link> pool;
  private final Knowing knowing;
  private final InstantSource time;
  private final LongSupplier nanos;
  private final ReentrantLock turn = new ReentrantLock(true);
  private Link link;
  private long openedAt;
  private long usedAt;
  private boolean closed;

  Writing(
      DatabaseFile database,
      PoolSettings settings,
      ConnectionPool<Link> pool,
      Knowing knowing,
      InstantSource time,
      LongSupplier nanos) {
    this.database = database;
    this.settings = settings;
    this.pool = pool;
    this.knowing = knowing;
    this.time = time;
    this.nanos = nanos;
  }

  Answer write(WriteOrder order, WriteWork work) {
    pool.countRequest();
    takeTurn();
    try {
      return inTransaction(order, work);
    } finally {
      usedAt = nanos.getAsLong();
      turn.unlock();
    }
  }

  private void takeTurn() {
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException("a write within a write: use the writer that was handed in");
    }
    try {
      if (!turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new KnowledgeException(
            Kind.UNAVAILABLE,
            "other writes took longer than " + PATIENCE_SECONDS + " s; nothing was changed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KnowledgeException(
          Kind.UNAVAILABLE, "interrupted before the write; nothing was changed", e);
    }
  }

  private Answer inTransaction(WriteOrder order, WriteWork work) {
    boolean begun = false;
    boolean committed = false;
    try {
      Link open = open();
      open.run("BEGIN IMMEDIATE");
      begun = true;
      Answer answer = answer(open, order, work);
      open.run("COMMIT");
      committed = true;
      if (!answer.replayed()) {
        knowing.forget();
      }
      return answer;
    } catch (SQLException e) {
      throw Failures.of("a write", e);
    } finally {
      if (begun && !committed) {
        rollback();
      }
    }
  }

  private Answer answer(Link open, WriteOrder order, WriteWork work) throws SQLException {
    Instant now = time.instant();
    if (order.key().isPresent()) {
      Optional<Answer> earlier = Ledger.find(open, order.subject(), order.key().get());
      if (earlier.isPresent()) {
        return earlier.get();
      }
    }
    SqliteWriter writer = new SqliteWriter(open, order.subject(), now);
    String body;
    try {
      body = work.apply(writer);
    } finally {
      writer.end();
    }
    if (order.key().isPresent()) {
      Ledger.add(open, order.subject(), order.key().get(), body, now);
    }
    return new Answer(body, false);
  }

  private void rollback() {
    try {
      link.run("ROLLBACK");
    } catch (SQLException e) {
      // why: closing the connection undoes the transaction for certain
      discard();
    }
  }

  private Link open() {
    if (closed) {
      throw new KnowledgeException(Kind.UNAVAILABLE, "the store is closed");
    }
    if (link == null) {
      link = Link.writer(database);
      openedAt = nanos.getAsLong();
      pool.writerIsOpen(true);
    }
    return link;
  }

  private void discard() {
    Link gone = link;
    link = null;
    pool.writerIsOpen(false);
    if (gone != null) {
      gone.close();
    }
  }

  void migrate() {
    turn.lock();
    try {
      Schema.migrate(open(), database.path());
      usedAt = nanos.getAsLong();
    } finally {
      turn.unlock();
    }
  }

  /** Forgets old answers and closes an unused connection; skipped while somebody writes. */
  void maintain() {
    if (!turn.tryLock()) {
      return;
    }
    try {
      if (link == null || closed) {
        return;
      }
      Ledger.forgetOld(link, time.instant());
      long now = nanos.getAsLong();
      if (now - usedAt >= settings.idle().toNanos()
          || now - openedAt >= settings.lifetime().toNanos()) {
        discard();
      }
    } catch (SQLException | KnowledgeException e) {
      // why: the next round tries again; a full disk shows itself at the next write
      System.getLogger(Writing.class.getName())
          .log(System.Logger.Level.WARNING, "house-keeping failed: " + e.getMessage());
    } finally {
      turn.unlock();
    }
  }

  /** Refuses writes after the one that is going on; false if that was so before. */
  boolean shut() {
    turn.lock();
    try {
      boolean first = !closed;
      closed = true;
      return first;
    } finally {
      turn.unlock();
    }
  }

  /** Closes the connection; the last one to close tidies the write-ahead log up. */
  void close() {
    turn.lock();
    try {
      closed = true;
      discard();
    } finally {
      turn.unlock();
    }
  }

  String pragma(String name) {
    turn.lock();
    try {
      return open().text("PRAGMA " + name);
    } catch (SQLException e) {
      throw Failures.of("a pragma", e);
    } finally {
      turn.unlock();
    }
  }
}
