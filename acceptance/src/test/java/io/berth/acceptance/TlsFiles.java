package io.berth.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The PEM files of a server under test, made by the JDK's own tool, and clients that trust them.
 */
public final class TlsFiles {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final int port = LocalBerth.freePort();
  private Certificate current;

  public TlsFiles(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /** What tells the server of them. */
  public Map<String, String> settings() {
    return Map.of(
        "BERTH_TLS_CERT", file("cert.pem").toString(),
        "BERTH_TLS_KEY", file("key.pem").toString(),
        "BERTH_TLS_PORT", String.valueOf(port));
  }

  /** Where the server speaks HTTPS. */
  public URI url() {
    return URI.create("https://localhost:" + port);
  }

  /** The certificate of the file. */
  public Certificate current() {
    return current;
  }

  /** Makes a key and a certificate, and puts them where the server reads them, as certbot does. */
  public TlsFiles renew() {
    try {
      Files.createDirectories(folder);
      KeyStore store = make();
      current = store.getCertificate("k");
      replace("key.pem", pem("PRIVATE KEY", store.getKey("k", PASSWORD).getEncoded()));
      replace("cert.pem", pem("CERTIFICATE", current.getEncoded()));
      return this;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client's side that trusts the certificate of the file alone, and remembers no session. */
  public SSLContext client() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("k", current);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private KeyStore make() throws IOException, GeneralSecurityException {
    Path file = Files.createTempDirectory(folder, "key").resolve("store.p12");
    Process tool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "k",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "SAN=dns:localhost,ip:127.0.0.1",
                    "-storepass",
                    new String(PASSWORD),
                    "-keystore",
                    file.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(tool.getInputStream().readAllBytes());
    try {
      if (!tool.waitFor(1, TimeUnit.MINUTES) || tool.exitValue() != 0) {
        throw new IOException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }

  private void replace(String name, String text) throws IOException {
    Path beside = file(name + ".new");
    Files.writeString(beside, text);
    Files.move(
        beside, file(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + kind
        + "-----\n";
  }
}
