package io.berth.lifecycle.database;

import io.berth.lifecycle.settings.BerthSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * One connection of its own that listens to one channel of PostgreSQL. Used by one thread, which
 * blocks in it; closed by any. After a failure it is of no use: open another.
 */
public final class Notices implements AutoCloseable {
  private final Connection connection;

  private Notices(Connection connection) {
    this.connection = connection;
  }

  /** Connects and listens: whatever is committed after this returned is heard. */
  public static Notices open(BerthSettings.Database settings, String channel) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    Optional<String> password = ConnectionPool.password(settings);
    password.ifPresent(word -> properties.setProperty("password", word));
    properties.setProperty("ApplicationName", "berth notices");
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    // why the driver itself: the driver manager knows only drivers of the caller's class loader
    Connection connection = new Driver().connect(settings.url(), properties);
    if (connection == null) {
      throw new SQLException("berth.database.url is not one of PostgreSQL: " + settings.url());
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + channel);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return new Notices(connection);
  }

  /**
   * The payloads that came, waiting so long for the first; then asks whether the server is there.
   */
  public List<String> await(Duration patience) throws SQLException {
    PGNotification[] heard =
        connection.unwrap(PGConnection.class).getNotifications((int) patience.toMillis());
    if (heard == null || heard.length == 0) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
      }
      return List.of();
    }
    return Stream.of(heard).map(PGNotification::getParameter).toList();
  }

  @Override
  public void close() throws SQLException {
    // why not close: that waits for the thread that is blocked in it
    connection.abort(Runnable::run);
  }
}
