package io.berth.cli.postgres;

import io.berth.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;

/** Makes a database inside a running server; one that is there is left alone. */
final class DatabaseMaker {
  private DatabaseMaker() {}

  static void ensure(Database database, String name) throws IOException {
    Properties login = new Properties();
    login.setProperty("user", database.user());
    login.setProperty("password", Files.readString(database.passwordFile()).strip());
    login.setProperty("connectTimeout", "10");
    login.setProperty("socketTimeout", "60");
    String server = database.url().substring(0, database.url().lastIndexOf('/')) + "/postgres";
    try (Connection connection = new Driver().connect(server, login);
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("select 1 from pg_database where datname = '" + name + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new CommandFailure(
          "PostgreSQL runs at "
              + server
              + " but refuses us: "
              + e.getMessage()
              + "; does "
              + database.passwordFile()
              + " belong to it?",
          e);
    }
  }
}
