package io.berth.lifecycle.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.berth.lifecycle.secret.SecretSource;
import io.berth.lifecycle.settings.BerthSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** Makes the small pool of connections: short waits, password from its source at each connect. */
final class ConnectionPool {
  /** How long a caller waits for a connection. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int SIZE = 10;

  private ConnectionPool() {}

  static HikariDataSource open(BerthSettings.Database settings, Duration patience) {
    PoolLog.install();
    HikariConfig config = new HikariConfig();
    config.setPoolName("berth");
    config.setDriverClassName("org.postgresql.Driver");
    config.setJdbcUrl(settings.url());
    config.setCredentialsProvider(() -> credentials(settings));
    config.setMaximumPoolSize(SIZE);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setValidationTimeout(1_000);
    config.setIdleTimeout(Duration.ofMinutes(2).toMillis());
    config.setMaxLifetime(Duration.ofMinutes(20).toMillis());
    config.setInitializationFailTimeout(Math.max(1, patience.toMillis()));
    config.addDataSourceProperty("ApplicationName", "berth");
    config.addDataSourceProperty("connectTimeout", "2");
    // why: a server that vanished without a word must not hold a thread for ever
    config.addDataSourceProperty("socketTimeout", "30");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    // why: a batch of rows is a few statements then, not one for each row
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    return new HikariDataSource(config);
  }

  private static Credentials credentials(BerthSettings.Database settings) {
    return Credentials.of(settings.user(), password(settings).orElse(null));
  }

  static Optional<String> password(BerthSettings.Database settings) {
    return settings
        .password()
        .or(
            () ->
                settings
                    .passwordFile()
                    .map(file -> SecretSource.file("berth.database.password-file", file)))
        .map(ConnectionPool::read);
  }

  private static String read(SecretSource source) {
    try {
      return source.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
