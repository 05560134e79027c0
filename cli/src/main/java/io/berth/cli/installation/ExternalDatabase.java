package io.berth.cli.installation;

import io.berth.cli.CommandFailure;
import io.berth.cli.os.PrivateFiles;
import io.berth.cli.postgres.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * A PostgreSQL that the operator runs, named by {@code BERTH_DATABASE_URL}. Its password goes into
 * a file that only we may read and is never shown.
 */
final class ExternalDatabase {
  private final DatabaseUrl url;
  private final Path passwordFile;
  private final boolean passwordIsOurs;

  private ExternalDatabase(DatabaseUrl url, Path passwordFile, boolean passwordIsOurs) {
    this.url = url;
    this.passwordFile = passwordFile;
    this.passwordIsOurs = passwordIsOurs;
  }

  static Optional<ExternalDatabase> of(Installation installation, Map<String, String> env) {
    String text = env.getOrDefault("BERTH_DATABASE_URL", "").strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    DatabaseUrl url =
        DatabaseUrl.parse(text)
            .withDefaults(env.get("BERTH_DATABASE_USER"), env.get("BERTH_DATABASE_PASSWORD"));
    String file = env.getOrDefault("BERTH_DATABASE_PASSWORD_FILE", "");
    return Optional.of(
        file.isEmpty()
            ? new ExternalDatabase(url, installation.data().resolve("database-password"), true)
            : new ExternalDatabase(url, Path.of(file).toAbsolutePath(), false));
  }

  /** Makes sure that it answers. */
  Database reach() {
    Properties login = new Properties();
    try {
      if (passwordIsOurs) {
        PrivateFiles.write(passwordFile, url.password().orElse(""));
      }
      login.setProperty("user", url.user());
      login.setProperty("password", Files.readString(passwordFile).strip());
      login.setProperty("connectTimeout", "10");
      try (Connection connection = new Driver().connect(url.jdbc(), login)) {
        return new Database(url.jdbc(), url.user(), passwordFile);
      }
    } catch (IOException e) {
      throw new CommandFailure(
          "Cannot read the database's password from "
              + passwordFile
              + ": check BERTH_DATABASE_PASSWORD_FILE.",
          e);
    } catch (SQLException e) {
      throw new CommandFailure(
          "The database at "
              + url.shown()
              + " refuses us: "
              + e.getMessage()
              + "; check BERTH_DATABASE_URL.",
          e);
    }
  }
}
