package io.berth.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens that the server must not accept, with its own key and with others. */
public final class Forge {
  private final String keyId;
  private final PrivateKey key;

  private Forge(String keyId, PrivateKey key) {
    this.keyId = keyId;
    this.key = key;
  }

  /** With the key of the installation under test. */
  public static Forge withTheServersKey() throws IOException, GeneralSecurityException {
    Path file = BerthUnderTest.current().dataFolder().resolve("keys/issuer.jwk");
    Map<String, Object> jwk = JSON.std.mapFrom(Files.readString(file));
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    BigInteger secret =
        new BigInteger(1, Base64.getUrlDecoder().decode(String.valueOf(jwk.get("d"))));
    return new Forge(
        String.valueOf(jwk.get("kid")),
        KeyFactory.getInstance("EC")
            .generatePrivate(
                new ECPrivateKeySpec(secret, curve.getParameterSpec(ECParameterSpec.class))));
  }

  /** With this key, under this name. */
  static Forge with(String keyId, PrivateKey key) {
    return new Forge(keyId, key);
  }

  /** With a stranger's key under the same or another name. */
  public Forge withAnotherKey(String name) throws GeneralSecurityException {
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
    pairs.initialize(new ECGenParameterSpec("secp256r1"));
    return new Forge(name, pairs.generateKeyPair().getPrivate());
  }

  public String keyId() {
    return keyId;
  }

  /** The claims of an administrator, with these instead; null for none. */
  public static Map<String, Object> claims(Map<String, Object> instead) {
    long now = InstantSource.system().instant().getEpochSecond();
    Map<String, Object> claims =
        new HashMap<>(
            Map.of(
                "iss",
                "berth",
                "aud",
                "berth",
                "sub",
                "forger",
                "groups",
                List.of("admin"),
                "projects",
                List.of("*"),
                "iat",
                now,
                "exp",
                now + 600));
    claims.putAll(instead);
    claims.values().removeIf(""::equals);
    return claims;
  }

  public String token(Map<String, Object> claims) throws IOException, GeneralSecurityException {
    String signed = signed("ES256", keyId, claims);
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(signed.getBytes(UTF_8));
    return signed + "." + base64(signature.sign());
  }

  /** As if the text, which everybody knows, were a secret that is shared. */
  public String hmac(String known) throws IOException, GeneralSecurityException {
    String signed = signed("HS256", keyId, claims(Map.of()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(known.getBytes(UTF_8), "HmacSHA256"));
    return signed + "." + base64(mac.doFinal(signed.getBytes(UTF_8)));
  }

  /** Signed with nothing, in this spelling. */
  public String unsigned(String none) throws IOException {
    return signed(none, keyId, claims(Map.of())) + ".";
  }

  private static String signed(String algorithm, String keyId, Map<String, Object> claims)
      throws IOException {
    Map<String, Object> header = Map.of("alg", algorithm, "kid", keyId, "typ", "JWT");
    return base64(JSON.std.asBytes(header)) + "." + base64(JSON.std.asBytes(claims));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
