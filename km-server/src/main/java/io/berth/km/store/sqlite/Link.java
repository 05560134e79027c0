package io.berth.km.store.sqlite;

import io.berth.km.store.DataKey;
import io.berth.km.store.KnowledgeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/**
 * One open connection to the database with its prepared statements, which are made once. Used by
 * one thread at a time: the pool or the writer's lock sees to that.
 */
final class Link implements AutoCloseable {
  // why not in a shared process: a fault of one project's disk under a map would end them all
  private static final String MAPPED = System.getProperty("berth.km.mapped-bytes", "67108864");

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private Link(Connection connection) {
    this.connection = connection;
  }

  /** What a connection is for. */
  private enum Use {
    WRITING,
    READING,
    /** Finds out whether a key fits, and cannot change a file, not even when it is closed. */
    PROVING
  }

  static Link reader(DatabaseFile file) {
    return open(file.path(), file.key(), Use.READING);
  }

  static Link writer(DatabaseFile file) {
    return open(file.path(), file.key(), Use.WRITING);
  }

  /** A connection that may write, to this file, which is encrypted with this key, if any. */
  static Link open(Path database, Optional<DataKey> key) {
    return open(database, key, Use.WRITING);
  }

  /**
   * Whether this key opens it. To be asked before any other connection of a file beside which a
   * killed process left its log of writes: a connection with a wrong key moves that log into the
   * file when it is closed, and both are lost.
   */
  static boolean opens(Path database, Optional<DataKey> key) {
    try (Link link = open(database, key, Use.PROVING)) {
      link.number("SELECT count(*) FROM sqlite_master");
      return true;
    } catch (SQLException e) {
      if (Cipher.noDatabase(e) || Failures.damaged(e)) {
        return false;
      }
      throw failed(database, e);
    } catch (KnowledgeException e) {
      if (e.kind() == KnowledgeException.Kind.BROKEN) {
        return false;
      }
      throw e;
    }
  }

  private static Link open(Path database, Optional<DataKey> key, Use use) {
    boolean queryOnly = use == Use.READING;
    SQLiteConfig config = new SQLiteConfig(Cipher.properties(key));
    config.setReadOnly(use == Use.PROVING);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(5_000);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    // why: readers share the pages of the file through the map and need little cache of their own;
    // a map of an encrypted file is of no use, and what was deciphered is worth keeping
    config.setCacheSize(queryOnly && key.isEmpty() ? -256 : -2_000);
    config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, key.isEmpty() ? MAPPED : "0");
    Link link = null;
    boolean usable = false;
    try {
      link = new Link(config.createConnection("jdbc:sqlite:" + database));
      if (key.isPresent()) {
        Cipher.require(link, database);
      }
      if (queryOnly) {
        link.run("PRAGMA query_only=1");
      }
      usable = true;
      return link;
    } catch (SQLException e) {
      throw Cipher.noDatabase(e) ? Cipher.doesNotFit(database, key) : failed(database, e);
    } finally {
      if (link != null && !usable) {
        link.close();
      }
    }
  }

  private static KnowledgeException failed(Path database, SQLException e) {
    return Failures.of("opening " + database, e);
  }

  /** The statement for this text, made at its first use and kept as long as the connection. */
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long number(String sql) throws SQLException {
    try (ResultSet row = prepare(sql).executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  String text(String sql) throws SQLException {
    try (ResultSet row = prepare(sql).executeQuery()) {
      return row.next() ? row.getString(1) : "";
    }
  }

  /** What a pragma answers that a driver may not know: nothing then. */
  Optional<String> says(String pragma) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(pragma)) {
        return Optional.empty();
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
      }
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new KnowledgeException(
          KnowledgeException.Kind.UNAVAILABLE, "a connection could not be closed", e);
    }
  }
}
