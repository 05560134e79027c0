package io.berth.km.tool;

import io.berth.km.store.IdempotencyKey;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.WriteOrder;
import io.berth.km.store.WriteWork;
import io.berth.mcp.Arguments;
import io.berth.mcp.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * How the writing tools reach the store: in the caller's name, and once only under an idempotency
 * key.
 */
final class Writes {
  private Writes() {}

  static String run(
      KnowledgeStore store, String tool, Arguments arguments, Call call, WriteWork work) {
    WriteOrder order = WriteOrder.by(call.subject());
    if (call.idempotencyKey() != null) {
      order = order.under(new IdempotencyKey(call.idempotencyKey(), fingerprint(tool, arguments)));
    }
    return store.write(order, work).body();
  }

  /**
   * The same tool with the same checked arguments has the same fingerprint, however the request was
   * written.
   */
  private static String fingerprint(String tool, Arguments arguments) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((tool + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(JsonText.bytes(arguments));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}
