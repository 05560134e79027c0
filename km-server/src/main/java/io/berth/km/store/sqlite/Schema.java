package io.berth.km.store.sqlite;

import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Brings a database to the present schema, one numbered step after the other, each in its own
 * transaction; {@code user_version} says how far it is. A step that was released is never changed.
 */
final class Schema {
  /** The number of the newest step, {@code schema/N.sql} among the resources. */
  static final int NEWEST = 1;

  private Schema() {}

  /** True if the database has to be migrated; a database of a newer program is refused. */
  static boolean outdated(Link link, Path database) {
    try {
      long version = link.number("PRAGMA user_version");
      if (version > NEWEST) {
        throw new KnowledgeException(
            Kind.BROKEN,
            database
                + " has schema "
                + version
                + ", this program knows only "
                + NEWEST
                + ": it was written by a newer version, use that one");
      }
      return version < NEWEST;
    } catch (SQLException e) {
      throw Failures.of("reading the schema of " + database, e);
    }
  }

  static void migrate(Link writer, Path database) {
    try {
      // why: write-ahead logging is a property of the file and is set once
      writer.run("PRAGMA journal_mode=WAL");
      for (long next = writer.number("PRAGMA user_version") + 1; next <= NEWEST; next++) {
        step(writer, next);
      }
    } catch (SQLException e) {
      throw Failures.of("migrating " + database, e);
    }
  }

  private static void step(Link writer, long number) throws SQLException {
    writer.run("BEGIN IMMEDIATE");
    try {
      for (String statement : script(number).split(";;")) {
        if (!statement.isBlank()) {
          writer.run(statement);
        }
      }
      writer.run("PRAGMA user_version=" + number);
      writer.run("COMMIT");
    } catch (SQLException e) {
      writer.run("ROLLBACK");
      throw e;
    }
  }

  private static String script(long number) {
    String name = "schema/" + number + ".sql";
    try (InputStream in = Schema.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new KnowledgeException(Kind.BROKEN, name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new KnowledgeException(Kind.BROKEN, name + " cannot be read", e);
    }
  }
}
