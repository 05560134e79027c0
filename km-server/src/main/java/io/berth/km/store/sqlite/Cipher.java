package io.berth.km.store.sqlite;

import io.berth.km.store.DataKey;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/**
 * How the driver is told to encrypt: ChaCha20-Poly1305 for each page, of the file as of its
 * write-ahead log. Only the driver of SQLite3MultipleCiphers understands it; any other would ignore
 * a key and write in clear, so each connection is asked. Pure, but for that question.
 */
final class Cipher {
  private static final String ALGORITHM = "chacha20";
  private static final int NOT_A_DATABASE = 26;

  private Cipher() {}

  /** What a connection is opened with, beside the settings of all connections. */
  static Properties properties(Optional<DataKey> key) {
    Properties properties = new Properties();
    key.ifPresent(
        present -> {
          properties.setProperty("cipher", ALGORITHM);
          properties.setProperty("key", present.raw());
        });
    return properties;
  }

  /** The name by which SQL opens another file, to be encrypted with this key or not at all. */
  static String address(Path file, Optional<DataKey> key) {
    return "file:"
        + file.toUri().getRawPath()
        + (key.isPresent() ? "?cipher=" + ALGORITHM + "&key=" + key.get().raw() : "?key=");
  }

  /** Fails unless this connection encrypts. */
  static void require(Link link, Path database) throws SQLException {
    if (!link.says("PRAGMA cipher").equals(Optional.of(ALGORITHM))) {
      throw new KnowledgeException(
          Kind.BROKEN,
          database
              + " is to be encrypted, but the SQLite driver of this process cannot do that; the"
              + " one that can must be on its class path instead");
    }
  }

  static boolean noDatabase(SQLException e) {
    return (e.getErrorCode() & 0xff) == NOT_A_DATABASE;
  }

  /** why without the cause: nothing of what a driver says about a key is to be told on */
  static KnowledgeException doesNotFit(Path database, Optional<DataKey> key) {
    return new KnowledgeException(
        Kind.BROKEN,
        database
            + (key.isPresent()
                ? " does not open with the key that came for it: it is another key, or the file is"
                    + " damaged; nothing was changed. Are DIR/pg and DIR/projects of one backup?"
                : " is not a database that opens without a key: it is encrypted, or damaged"));
  }
}
