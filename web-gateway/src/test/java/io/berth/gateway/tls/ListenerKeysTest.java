package io.berth.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerKeysTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path temp;
  private final AtomicLong time = new AtomicLong();
  private TestCertificates files;
  private RenewedIdentity identity;

  @BeforeEach
  void first() throws Exception {
    files = new TestCertificates(temp);
    files.renew("first", "EC");
    identity = new RenewedIdentity(files.certificate, files.key, time::get);
  }

  @Test
  void eachHandshakeSeesTheCertificateOfTheMomentAndOpenConnectionsLiveOn() throws Exception {
    Security.addProvider(new ListenerKeysProvider(new ListenerKeys(identity)));
    try {
      KeyManagerFactory factory = KeyManagerFactory.getInstance(ListenerKeysProvider.ALGORITHM);
      factory.init(null, null);
      SSLContext server = SSLContext.getInstance("TLS");
      server.init(factory.getKeyManagers(), null, null);
      try (ServerSocket listener =
          server
              .getServerSocketFactory()
              .createServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
        try (SSLSocket old = connect(listener, "TLSv1.3");
            Socket oldEnd = accepted) {
          assertThat(nameAt(old)).isEqualTo("CN=first");
          files.renew("second", "RSA");
          time.addAndGet(SECOND);
          try (SSLSocket next = connect(listener, "TLSv1.3")) {
            assertThat(nameAt(next)).isEqualTo("CN=second");
          }
          try (SSLSocket next = connect(listener, "TLSv1.2")) {
            assertThat(nameAt(next)).isEqualTo("CN=second");
          }
          oldEnd.getOutputStream().write('x');
          assertThat(old.getInputStream().read()).isEqualTo('x');
        }
      }
    } finally {
      Security.removeProvider(ListenerKeysProvider.NAME);
    }
  }

  @Test
  void whatIsHalfWrittenOrWrongLeavesTheOldOne() throws Exception {
    String certificate = Files.readString(files.certificate);
    files.replace(files.certificate, certificate.substring(0, certificate.length() / 2));
    time.addAndGet(SECOND);
    assertThat(name()).isEqualTo("CN=first");
    Files.delete(files.key);
    time.addAndGet(SECOND);
    assertThat(name()).isEqualTo("CN=first");
    files.renew("second", "EC");
    String second = Files.readString(files.certificate);
    files.replace(files.certificate, certificate);
    time.addAndGet(SECOND);
    assertThat(name()).as("a new key with the old certificate").isEqualTo("CN=first");
    files.replace(files.certificate, second);
    assertThat(name()).as("not looked at twice in a second").isEqualTo("CN=first");
    time.addAndGet(SECOND);
    assertThat(name()).isEqualTo("CN=second");
  }

  @Test
  void aHandshakeThatBeganWithTheOldOneEndsWithIt() throws Exception {
    ListenerKeys keys = new ListenerKeys(identity);
    String alias = keys.chooseEngineServerAlias("EC", null, null);
    assertThat(keys.chooseEngineServerAlias("RSA", null, null)).isNull();
    files.renew("second", "EC");
    time.addAndGet(SECOND);
    assertThat(keys.chooseEngineServerAlias("EC", null, null)).isNotEqualTo(alias);
    assertThat(keys.getCertificateChain(alias)[0].getSubjectX500Principal().getName())
        .isEqualTo("CN=first");
    assertThat(keys.getPrivateKey(alias)).isNotNull();
    assertThat(keys.getPrivateKey("s1as")).isNull();
  }

  @Test
  void whatIsWrongAtTheStartIsNamed() throws Exception {
    String key = Files.readString(files.key);
    files.replace(files.key, key.replace("PRIVATE KEY", "RSA PRIVATE KEY"));
    assertThatThrownBy(this::read)
        .hasMessageContaining("key.pem")
        .hasMessageContaining("openssl pkcs8");
    files.replace(files.key, "nothing");
    assertThatThrownBy(this::read).hasMessageContaining("no private key");
    Files.delete(files.key);
    assertThatThrownBy(this::read).hasMessageContaining("there is no file");
    files.replace(files.key, key);
    files.replace(files.certificate, "");
    assertThatThrownBy(this::read).hasMessageContaining("no certificate");
  }

  private PemIdentity read() throws IOException {
    return PemIdentity.read(files.certificate, files.key);
  }

  private String name() {
    return identity.now().identity().chain().get(0).getSubjectX500Principal().getName();
  }

  private Socket accepted;

  private SSLSocket connect(ServerSocket listener, String protocol) throws Exception {
    SSLContext client = SSLContext.getInstance("TLS");
    client.init(null, new TrustManager[] {new Anybody()}, null);
    SSLSocket socket =
        (SSLSocket)
            client
                .getSocketFactory()
                .createSocket(listener.getInetAddress(), listener.getLocalPort());
    socket.setEnabledProtocols(new String[] {protocol});
    accepted = listener.accept();
    Socket served = accepted;
    CompletableFuture<Void> shaken =
        CompletableFuture.runAsync(
            () -> {
              try {
                ((SSLSocket) served).startHandshake();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    socket.startHandshake();
    shaken.get();
    return socket;
  }

  private static String nameAt(SSLSocket socket) throws IOException {
    X509Certificate seen = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return seen.getSubjectX500Principal().getName();
  }

  /** why: the test is about which certificate is shown, not about who is trusted. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
