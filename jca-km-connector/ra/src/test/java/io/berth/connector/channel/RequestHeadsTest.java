package io.berth.connector.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.Problem;
import io.berth.connector.process.KmTarget;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadsTest {
  private final KmTarget builtIn = target(true);
  private final KmTarget foreign = target(false);

  @Test
  void addsSecretAndSignedIdentityForTheBuiltInKm() throws Exception {
    KmRequestHead head = new KmRequestHead("GET", "/x?y=1", List.of(), 0, "ann");
    assertThat(text(head, builtIn))
        .startsWith("GET /x?y=1 HTTP/1.1\r\nHost: 127.0.0.1:5001\r\n")
        .contains("\r\nBerth-Secret: key\r\n")
        .contains("\r\nBerth-Subject: ann\r\n")
        // echo -n ann | openssl dgst -sha256 -hmac key
        .contains("\r\nBerth-Subject-Signature: " + HMAC_OF_ANN + "\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void tellsAForeignProgramNeitherSecretNorIdentity() throws Exception {
    KmRequestHead head = new KmRequestHead("GET", "/", List.of(), 0, "ann");
    assertThat(text(head, foreign)).doesNotContain("Berth-").doesNotContain("ann");
  }

  @Test
  void removesWhatACallerClaimsAboutIdentityFramingAndHops() throws Exception {
    KmRequestHead head =
        new KmRequestHead(
            "POST",
            "/",
            List.of(
                new KmHeader("berth-secret", "forged"),
                new KmHeader("BERTH-SUBJECT", "root"),
                new KmHeader("Berth-Subject-Signature", "00"),
                new KmHeader("Content-Length", "999"),
                new KmHeader("Transfer-Encoding", "chunked"),
                new KmHeader("Connection", "close, X-Private"),
                new KmHeader("X-Private", "hop"),
                new KmHeader("Upgrade", "h2c"),
                new KmHeader("Host", "evil"),
                new KmHeader("Accept", "text/plain"),
                new KmHeader("Accept", "text/html")),
            5,
            "");
    assertThat(text(head, foreign))
        .isEqualTo(
            "POST / HTTP/1.1\r\nHost: 127.0.0.1:5001\r\nAccept: text/plain\r\n"
                + "Accept: text/html\r\nContent-Length: 5\r\n\r\n");
    assertThat(text(head, builtIn)).doesNotContain("forged").doesNotContain("root");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\r\nBerth-Secret: x", "a\nb", "a\rb", "a\u0000b", "a\u007fb", "snow \u2603"})
  void refusesAHeaderValueThatCouldBecomeAnotherLine(String value) {
    KmRequestHead head = OneProcess.head("GET", "/", 0, new KmHeader("X-Note", value));
    assertInvalid(head, "X-Note");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A B", "A:", "A\r\nB", "\u00e4"})
  void refusesAHeaderNameThatIsNoToken(String name) {
    assertInvalid(OneProcess.head("GET", "/", 0, new KmHeader(name, "x")), "header name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "/a b", "/a\r\nX: y", "/\u00e4", "http://elsewhere/"})
  void refusesATargetThatIsNotInOriginForm(String target) {
    assertInvalid(OneProcess.head("GET", target, 0), "request target");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GE T", "GET /x HTTP/1.1\r\nX:", "CONNECT"})
  void refusesAMethodThatCannotBePassedOn(String method) {
    assertInvalid(OneProcess.head(method, "/", 0), "method");
  }

  @Test
  void encodesASubjectThatIsNotPrintableAscii() throws Exception {
    KmRequestHead head =
        new KmRequestHead("GET", "/", List.of(), 0, "J\u00f6rg\r\nBerth-Secret: x");
    assertThat(text(head, builtIn))
        .contains("\r\nBerth-Subject: J%C3%B6rg%0D%0ABerth-Secret:%20x\r\n");
  }

  @Test
  void keepsBytesAboveAsciiInValues() throws Exception {
    KmRequestHead head = OneProcess.head("GET", "/", 0, new KmHeader("X-Name", "J\u00c3\u00b6rg"));
    assertThat(RequestHeads.request(head, foreign))
        .containsSequence("J\u00f6rg".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void namesTheProtocolOfATunnelAndRefusesOneWithout() throws Exception {
    KmRequestHead head = OneProcess.head("GET", "/ws", 0, new KmHeader("Upgrade", "websocket"));
    assertThat(new String(RequestHeads.upgrade(head, foreign), StandardCharsets.ISO_8859_1))
        .contains("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n");
    assertThatThrownBy(() -> RequestHeads.upgrade(OneProcess.head("GET", "/", 0), foreign))
        .hasMessageContaining("Upgrade");
  }

  @Test
  void boundsTheWholeHead() {
    KmHeader[] many = new KmHeader[80];
    java.util.Arrays.fill(many, new KmHeader("X-Fill", "f".repeat(1000)));
    assertInvalid(OneProcess.head("GET", "/", 0, many), "over");
  }

  private static final String HMAC_OF_ANN =
      "9d77c3180ff81edfbc099a7e91843e415e1f4b0e1aa641c00fba6bd4b0d4dd91";

  private void assertInvalid(KmRequestHead head, String word) {
    assertThatThrownBy(() -> RequestHeads.request(head, foreign))
        .isInstanceOfSatisfying(
            KmException.class, e -> assertThat(e.problem()).isEqualTo(Problem.INVALID))
        .hasMessageContaining(word);
  }

  private static String text(KmRequestHead head, KmTarget target) throws KmException {
    return new String(RequestHeads.request(head, target), StandardCharsets.ISO_8859_1);
  }

  private static KmTarget target(boolean builtIn) {
    return new KmTarget(
        OneProcess.ALPHA, 3, InetAddress.getLoopbackAddress(), 5001, builtIn, "key");
  }
}
