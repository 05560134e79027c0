package io.berth.lifecycle.task;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.database.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Answers by the number that a sender gave its request, kept in the transaction of what was done:
 * the same again is answered and not done. Called as the first step of a transaction.
 */
public final class RequestLedger {
  /** Characters of a request's number. */
  public static final int LONGEST = 128;

  private RequestLedger() {}

  /**
   * Opens a line, or finds the answer. The same request at the same time waits for the first one.
   *
   * @param content what is asked, in words that are the same each time
   * @return the answer that was given before; empty: do it, then {@link #answer}
   * @throws KmException INVALID for a number that is none, CONFLICT if it was used for something
   *     else
   */
  public static Optional<Map<String, Object>> open(
      Handle transaction, String sender, String request, String content) throws KmException {
    if (request.isEmpty()
        || request.length() > LONGEST
        || !request.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw TaskRules.invalid(
          "'request_id' must be 1 to "
              + LONGEST
              + " printable ASCII characters without spaces, another one for each request");
    }
    byte[] hash = hash(content);
    boolean first =
        transaction.execute(
                "INSERT INTO task_request (agent, request, content) VALUES (?, ?, ?)"
                    + " ON CONFLICT (agent, request) DO NOTHING",
                sender,
                request,
                hash)
            == 1;
    if (first) {
      return Optional.empty();
    }
    record Line(byte[] content, String answer) {}

    Line line =
        transaction
            .createQuery(
                "SELECT content, answer FROM task_request"
                    + " WHERE agent = :sender AND request = :request")
            .bind("sender", sender)
            .bind("request", request)
            .map((row, context) -> new Line(row.getBytes(1), row.getString(2)))
            .one();
    if (!MessageDigest.isEqual(line.content, hash)) {
      throw new KmException(
          Problem.CONFLICT,
          "request_id "
              + request
              + " of "
              + sender
              + " was used for another request: give each request a number of its own");
    }
    return Optional.of(Json.read(line.answer));
  }

  /** Keeps the answer. */
  public static void answer(
      Handle transaction, String sender, String request, Map<String, ?> answer) {
    transaction.execute(
        "UPDATE task_request SET answer = CAST(? AS jsonb) WHERE agent = ? AND request = ?",
        Json.write(answer),
        sender,
        request);
  }

  /** Forgets what is older than a day. Called by the maintenance timer. */
  public static int trim(Handle transaction) {
    return transaction.execute(
        "DELETE FROM task_request WHERE at < clock_timestamp() - interval '1 day'");
  }

  private static byte[] hash(String content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
