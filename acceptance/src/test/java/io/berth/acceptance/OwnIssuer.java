package io.berth.acceptance;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * An OpenID Connect issuer of a company: publishes its key over HTTP on loopback, and signs tokens
 * whose groups the file of issuers maps to roles and projects.
 */
public final class OwnIssuer implements AutoCloseable {
  public static final String NAME = "https://id.example.org/realms/team";
  public static final String AUDIENCE = "https://berth.example.org";

  private static final int COORDINATE = 32;

  private final HttpServer server;
  private final Path file;
  private final Forge forge;

  public OwnIssuer(Path folder) {
    try {
      KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
      pairs.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = pairs.generateKeyPair();
      forge = Forge.with("team-1", pair.getPrivate());
      byte[] keys = keys((ECPublicKey) pair.getPublic()).getBytes(StandardCharsets.UTF_8);
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
      server.createContext(
          "/keys",
          exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
          });
      server.start();
      Files.createDirectories(folder);
      file = folder.toAbsolutePath().resolve("issuers.json");
      Files.writeString(file, JSON.std.asString(issuers()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What tells the server of it. */
  public Map<String, String> settings() {
    return Map.of("BERTH_ISSUERS_FILE", file.toString());
  }

  /** A token for Berth with these claims instead of the usual ones. */
  public String token(Map<String, Object> instead) throws IOException, GeneralSecurityException {
    return forge.token(claims(instead));
  }

  /** The same, but signed by somebody else under the name of the issuer's key. */
  public String forged(Map<String, Object> instead) throws IOException, GeneralSecurityException {
    return forge.withAnotherKey(forge.keyId()).token(claims(instead));
  }

  private static Map<String, Object> claims(Map<String, Object> instead) {
    Map<String, Object> claims =
        Forge.claims(Map.of("iss", NAME, "aud", AUDIENCE, "sub", "ann", "projects", ""));
    claims.putAll(instead);
    return claims;
  }

  private Map<String, Object> issuers() {
    return Map.of(
        "issuers",
        List.of(
            Map.of(
                "name",
                "corp",
                "issuer",
                NAME,
                "audiences",
                List.of(AUDIENCE),
                "jwksUrl",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/keys",
                "roles",
                Map.of("berth-ops", "operator", "developers", "agent"),
                "projectsClaim",
                "teams")));
  }

  private static String keys(ECPublicKey key) throws IOException {
    return JSON.std.asString(
        Map.of(
            "keys",
            List.of(
                Map.of(
                    "kty", "EC",
                    "crv", "P-256",
                    "use", "sig",
                    "alg", "ES256",
                    "kid", "team-1",
                    "x", coordinate(key.getW().getAffineX()),
                    "y", coordinate(key.getW().getAffineY())))));
  }

  private static String coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[COORDINATE];
    int length = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
