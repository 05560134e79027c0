package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Current;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.TlsFiles;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** The HTTPS listener and what becomes of it when its certificate is renewed. */
public abstract class TlsContract {
  private final TlsFiles files = Current.tls();

  @Test
  protected void speaksHttpsLikeHttpAndTellsBrowsersToStayThere() throws Exception {
    String project = Fixtures.project("tls", Map.of());
    HttpResponse<String> health =
        client(files.client())
            .send(request("/projects/" + project + "/km/health").build(), BodyHandlers.ofString());
    assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
    HttpResponse<String> list =
        client(files.client()).send(request("/api/v1/projects").build(), BodyHandlers.ofString());
    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(list.headers().firstValue("Strict-Transport-Security")).contains("max-age=15552000");
    assertThat(list.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    assertThat(Api.admin().get("/api/v1/projects").header("Strict-Transport-Security"))
        .as("never in clear text, where anybody could say it")
        .isEmpty();
  }

  @Test
  void speaksTls12ButNothingOlder() throws Exception {
    assertThat(handshake("TLSv1.2")).isEqualTo("TLSv1.2");
    // why by hand: the JDK's own rules would refuse before the server is asked
    try (Socket socket = new Socket("127.0.0.1", files.url().getPort())) {
      socket.getOutputStream().write(helloOfTls10());
      int first = socket.getInputStream().read();
      assertThat(first).as("an alert, or the end").isIn(21, -1);
    }
  }

  @Test
  protected void aRenewedCertificateIsSeenByNewConnectionsAndOpenStreamsLiveOn() throws Exception {
    HttpResponse<InputStream> stream =
        client(files.client())
            .send(
                request("/api/v1/events").header("Accept", "text/event-stream").build(),
                BodyHandlers.ofInputStream());
    assertThat(stream.statusCode()).isEqualTo(200);
    SSLContext before = files.client();
    files.renew();
    await()
        .atMost(Duration.ofSeconds(60))
        // why: until the new one is shown, who trusts only that one refuses the old
        .ignoreExceptionsInstanceOf(SSLException.class)
        .untilAsserted(
            () ->
                assertThat(shown(files.client()))
                    .as("the certificate of new connections")
                    .isEqualTo(files.current()));
    assertThatThrownBy(() -> shown(before))
        .as("who trusts only the old one is not deceived")
        .isInstanceOf(SSLException.class);
    String project = Fixtures.project("tls", Map.of());
    CompletableFuture<Boolean> told =
        CompletableFuture.supplyAsync(() -> reads(stream.body(), project));
    assertThat(told.get(90, TimeUnit.SECONDS)).isTrue();
    stream.body().close();
  }

  private static boolean reads(InputStream stream, String word) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
        .lines()
        .anyMatch(line -> line.contains(word));
  }

  private Certificate shown(SSLContext trust) throws Exception {
    HttpResponse<Void> answer =
        client(trust)
            .send(
                HttpRequest.newBuilder(URI.create(files.url() + "/health/live")).build(),
                BodyHandlers.discarding());
    return answer.sslSession().orElseThrow().getPeerCertificates()[0];
  }

  private String handshake(String protocol) throws Exception {
    SSLParameters only = new SSLParameters();
    only.setProtocols(new String[] {protocol});
    try (SSLSocket socket =
        (SSLSocket)
            files.client().getSocketFactory().createSocket("localhost", files.url().getPort())) {
      socket.setSSLParameters(only);
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  /** A ClientHello that offers TLS 1.0 and one suite of its time. */
  private static byte[] helloOfTls10() {
    byte[] body = new byte[2 + 32 + 1 + 4 + 2];
    body[0] = 3;
    body[1] = 1;
    body[36] = 2;
    body[37] = (byte) 0xC0;
    body[38] = 0x09;
    body[39] = 1;
    byte[] hello = new byte[5 + 4 + body.length];
    hello[0] = 22;
    hello[1] = 3;
    hello[2] = 1;
    hello[4] = (byte) (4 + body.length);
    hello[5] = 1;
    hello[8] = (byte) body.length;
    System.arraycopy(body, 0, hello, 9, body.length);
    return hello;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(files.url() + path))
        .header("Authorization", "Bearer " + BerthUnderTest.current().adminToken());
  }

  private static HttpClient client(SSLContext trust) {
    return HttpClient.newBuilder().sslContext(trust).build();
  }
}
