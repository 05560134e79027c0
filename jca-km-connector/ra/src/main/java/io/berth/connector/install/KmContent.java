package io.berth.connector.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The jars of the built-in KM as this adapter carries them: resources under {@code km-server/}, put
 * there by the build without their versions.
 */
final class KmContent {
  /** What the build puts there, in the order of the class path. */
  static final List<String> NAMES =
      List.of(
          "berth-km-server.jar",
          "berth-mcp-wire.jar",
          "httpcore5.jar",
          "jackson-core.jar",
          KmLayout.DRIVER,
          KmLayout.ENCRYPTING_DRIVER);

  private final ClassLoader loader;
  private String hash;

  KmContent(ClassLoader loader) {
    this.loader = loader;
  }

  /** The jars, all of them there. */
  List<String> jars() throws IOException {
    for (String name : NAMES) {
      if (loader.getResource(resource(name)) == null) {
        throw new IOException(
            "this build of the adapter carries no " + name + "; build it with 'mvn package'");
      }
    }
    return NAMES;
  }

  /** A name for exactly this content; it is read once. */
  synchronized String hash(List<String> jars) throws IOException {
    if (hash == null) {
      hash = read(jars);
    }
    return hash;
  }

  private String read(List<String> jars) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[64 * 1024];
    for (String jar : jars) {
      digest.update(jar.getBytes(StandardCharsets.UTF_8));
      try (InputStream in = loader.getResourceAsStream(resource(jar))) {
        for (int n; (n = in.read(buffer)) > 0; ) {
          digest.update(buffer, 0, n);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  void copy(String jar, Path target) throws IOException {
    try (InputStream in = loader.getResourceAsStream(resource(jar))) {
      Files.copy(in, target);
    }
  }

  private static String resource(String jar) {
    return "km-server/" + jar;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
