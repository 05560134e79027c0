package io.berth.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.cache.Epoch;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Everything an answer may depend on, beside the project's epoch. Two questions that differ in
 * anything have different keys.
 *
 * @param project whose KM
 * @param incarnation tells a project from an earlier one of the same name
 * @param runtime the name of its runtime
 * @param identityClass callers of one class get the same answers
 * @param session the MCP session, or empty
 * @param protocol the MCP version and the accepted media types
 * @param tool the tool that is called
 * @param params its parameters in canonical form
 */
public record Question(
    String project,
    String incarnation,
    String runtime,
    String identityClass,
    String session,
    String protocol,
    String tool,
    String params) {

  /** Whether its answer depends on nobody's identity and on nobody's session. */
  public boolean isEverybodys() {
    return identityClass.isEmpty() && session.isEmpty();
  }

  /** The key under which the answer is stored in this epoch. */
  public String key(Epoch epoch) {
    MessageDigest digest = sha256();
    for (String part :
        List.of(
            epoch.toString(),
            project,
            incarnation,
            runtime,
            identityClass,
            session,
            protocol,
            tool,
            params)) {
      byte[] bytes = part.getBytes(UTF_8);
      // why: with its length before it, no part can run into the next
      digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return project + "/" + HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
