package io.berth.lifecycle.database;

import com.zaxxer.hikari.HikariDataSource;
import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.settings.BerthSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * The truth of the installation. Every store works through {@link #transact}, on any thread; before
 * {@link #open} and during an outage that fails with UNAVAILABLE, for the first caller within two
 * seconds and for all others at once, and works again by itself when PostgreSQL is back. Holds a
 * pool of at most ten connections.
 */
public final class Database implements AutoCloseable {
  /** Work within one transaction; thrown out of, it is rolled back. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T in(Handle transaction) throws KmException;
  }

  /** why one for all: a statement is read once, however many databases a JVM opens one by one. */
  private static final SqlParser PARSER = new ColonPrefixSqlParser();

  private record Opened(HikariDataSource pool, Jdbi jdbi) {}

  private final BerthSettings.Database settings;
  private final Reachability reachability;
  private volatile Opened opened;

  public Database(BerthSettings.Database settings, LongSupplier nanos) {
    this.settings = settings;
    this.reachability = new Reachability(nanos, ConnectionPool.PATIENCE.plusSeconds(1));
  }

  /**
   * Waits for PostgreSQL and brings its tables up to date. Called once by the boot; after a failure
   * it may be called again.
   *
   * @throws KmException UNAVAILABLE with what was tried, when the patience was over
   */
  public synchronized void open(Duration patience) throws KmException {
    if (opened != null) {
      return;
    }
    HikariDataSource pool = null;
    try {
      pool = ConnectionPool.open(settings, patience);
      migrate(pool);
      Jdbi jdbi = Jdbi.create(pool);
      jdbi.getConfig(SqlStatements.class).setSqlParser(PARSER);
      opened = new Opened(pool, jdbi);
    } catch (RuntimeException e) {
      if (pool != null) {
        pool.close();
      }
      throw new KmException(
          Problem.UNAVAILABLE,
          "no usable database at "
              + settings.url()
              + " as user "
              + settings.user()
              + " ("
              + Outage.rootMessage(e)
              + "); check berth.database.url and that PostgreSQL runs there",
          e);
    }
  }

  private static void migrate(DataSource pool) {
    Flyway.configure(Database.class.getClassLoader())
        .dataSource(pool)
        .locations("classpath:io/berth/lifecycle/db")
        .table("berth_schema_history")
        .connectRetries(0)
        .cleanDisabled(true)
        .load()
        .migrate();
  }

  /** Runs the work in one transaction: all of it is durable when this returns, or none of it. */
  public <T> T transact(Work<T> work) throws KmException {
    Opened now = opened;
    if (now == null) {
      throw new KmException(
          Problem.UNAVAILABLE,
          "the database is not connected yet: Berth is starting, or its log says why it cannot",
          Duration.ofSeconds(2),
          null);
    }
    reachability.pass();
    try {
      return now.jdbi.<T, KmException>inTransaction(
          transaction -> {
            reachability.there();
            return work.in(transaction);
          });
    } catch (JdbiException e) {
      if (opened != now) {
        throw new KmException(Problem.UNAVAILABLE, "Berth is stopping; ask another server", e);
      }
      KmException problem = Outage.asProblem(e, settings.url()).orElseThrow(() -> e);
      if (Outage.noConnection(e)) {
        reachability.lost(problem);
      }
      throw problem;
    }
  }

  /** Whether this failure of a library comes from a database that is out of reach. */
  public static boolean isOutage(Throwable failure) {
    return Outage.is(failure);
  }

  /** Whether a query is answered now; blocks for at most the pool's few seconds. */
  public Optional<String> whyUnavailable() {
    try {
      transact(t -> t.createQuery("SELECT 1").mapTo(Integer.class).one());
      return Optional.empty();
    } catch (KmException | JdbiException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** The pool, for libraries that bring their own statements; only after {@link #open}. */
  public DataSource dataSource() {
    Opened now = opened;
    if (now == null) {
      throw new IllegalStateException("the database is not open");
    }
    return now.pool;
  }

  @Override
  public synchronized void close() {
    Opened last = opened;
    if (last != null) {
      // why first: a call that the closing breaks off must see that this was the reason
      opened = null;
      last.pool.close();
    }
  }
}
