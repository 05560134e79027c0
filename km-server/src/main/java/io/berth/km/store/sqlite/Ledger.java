package io.berth.km.store.sqlite;

import io.berth.km.store.Answer;
import io.berth.km.store.IdempotencyKey;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeException.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The answers given under idempotency keys, each caller's apart. Used within the transaction of the
 * write that an answer belongs to, so that write and answer are kept together or not at all.
 */
final class Ledger {
  /** How long an answer is given again. */
  static final Duration KEPT = Duration.ofHours(24);

  /** More answers than a day of hard work needs; beyond it the oldest are forgotten sooner. */
  static final int MOST = 100_000;

  private static final String FIND =
      "SELECT fingerprint, body FROM answer WHERE subject = ? AND key = ?";
  private static final String ADD =
      "INSERT INTO answer (subject, key, fingerprint, body, created_at) VALUES (?, ?, ?, ?, ?)";
  private static final String FORGET = "DELETE FROM answer WHERE created_at < ?";

  private static final String FORGET_MANY =
      "DELETE FROM answer WHERE created_at <="
          + " (SELECT created_at FROM answer ORDER BY created_at DESC LIMIT 1 OFFSET ?)";

  private Ledger() {}

  static Optional<Answer> find(Link link, String subject, IdempotencyKey key) throws SQLException {
    PreparedStatement find = link.prepare(FIND);
    find.setString(1, subject);
    find.setString(2, key.value());
    try (ResultSet row = find.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      if (!row.getString(1).equals(key.fingerprint())) {
        throw new KnowledgeException(
            Kind.CONFLICT,
            "Idempotency-Key "
                + key.value()
                + " was used before for another request; take a new key");
      }
      return Optional.of(new Answer(row.getString(2), true));
    }
  }

  static void add(Link link, String subject, IdempotencyKey key, String body, Instant now)
      throws SQLException {
    PreparedStatement add = link.prepare(ADD);
    add.setString(1, subject);
    add.setString(2, key.value());
    add.setString(3, key.fingerprint());
    add.setString(4, body);
    add.setLong(5, now.toEpochMilli());
    add.executeUpdate();
  }

  static void forgetOld(Link link, Instant now) throws SQLException {
    PreparedStatement forget = link.prepare(FORGET);
    forget.setLong(1, now.minus(KEPT).toEpochMilli());
    forget.executeUpdate();
    PreparedStatement many = link.prepare(FORGET_MANY);
    many.setInt(1, MOST);
    many.executeUpdate();
  }
}
