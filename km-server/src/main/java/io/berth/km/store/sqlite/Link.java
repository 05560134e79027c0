package io.berth.km.store.sqlite;

import io.berth.km.store.KnowledgeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
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

  static Link reader(Path database) {
    return open(database, true);
  }

  static Link writer(Path database) {
    return open(database, false);
  }

  private static Link open(Path database, boolean queryOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(5_000);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    // why: readers share the pages of the file through the map and need little cache of their own
    config.setCacheSize(queryOnly ? -256 : -2_000);
    config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, MAPPED);
    try {
      Link link = new Link(config.createConnection("jdbc:sqlite:" + database));
      if (queryOnly) {
        link.run("PRAGMA query_only=1");
      }
      return link;
    } catch (SQLException e) {
      throw Failures.of("opening " + database, e);
    }
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
