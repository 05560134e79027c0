package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What HTTP has beside a request and an answer: bodies on demand, heads alone, parts, trailers. */
public abstract class HttpRulesContract {
  private final Api admin = Api.admin();

  @Test
  void aCallerThatWaitsToBeAskedForItsBodyIsAsked() throws IOException {
    String id = Fixtures.project("expect", Fixtures.fakeRuntime("serve"), Map.of());
    String lines = "Content-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n";
    try (Socket socket = Wire.connect()) {
      socket.setSoTimeout(30_000);
      String path = "/projects/" + id + "/km/echo";
      socket.getOutputStream().write(Wire.bytes(Wire.request("POST", path, token(), lines)));
      InputStream in = socket.getInputStream();
      assertThat(head(in)).startsWith("HTTP/1.1 100 ");
      socket.getOutputStream().write(Wire.bytes("hello"));
      String answer = head(in);
      assertThat(Wire.status(answer)).isEqualTo(200);
      assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)).contains("hello");
    }
    String refused =
        Wire.send(Wire.request("POST", "/projects/nobody-there/km/echo", token(), lines));
    assertThat(refused).as("an answer without that body").contains("HTTP/1.1 404 ");
  }

  @Test
  void aHeadHasNoBodyAndTheConnectionGoesOn() throws IOException {
    String id = Fixtures.project("head", Fixtures.fakeRuntime("serve"), Map.of());
    String path = "/projects/" + id + "/km/validated";
    String answers =
        Wire.send(
            Wire.request("HEAD", path, token(), "")
                + Wire.request("GET", path, token(), "Connection: close\r\n"));
    assertThat(answers).containsOnlyOnce("the page");
    String[] each = answers.split("(?=HTTP/1\\.1 )");
    assertThat(each).as(answers).hasSize(2);
    assertThat(each[0]).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
    assertThat(each[0]).containsIgnoringCase("\r\nETag: \"v1\"\r\n");
    assertThat(each[0]).as("a length nobody told").doesNotContain("Content-Length: 0");
    assertThat(each[1]).startsWith("HTTP/1.1 200 ").contains("the page");
  }

  @Test
  void aPartIsAPart() {
    String id = Fixtures.project("part", Fixtures.fakeRuntime("serve"), Map.of());
    String path = "/projects/" + id + "/km/part";
    Reply part = admin.send(admin.request(path).header("Range", "bytes=2-4"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("234");
    assertThat(part.header("Content-Range")).isEqualTo("bytes 2-4/10");
    Reply beyond = admin.send(admin.request(path).header("Range", "bytes=99-"));
    assertThat(beyond.status()).isEqualTo(416);
    assertThat(beyond.header("Content-Range")).isEqualTo("bytes */10");
    assertThat(admin.get(path).body()).isEqualTo("0123456789");
  }

  @Test
  void trailersReachWhoAsksForThem() throws IOException {
    String runtime = Fixtures.program("trailers", "io.berth.acceptance.program.LyingKm", "${port}");
    String id = Fixtures.project("trailers", runtime, Map.of());
    String path = "/projects/" + id + "/km/trailers";
    String asked =
        Wire.send(Wire.request("GET", path, token(), "TE: trailers\r\nConnection: TE, close\r\n"));
    assertThat(asked).as("hints are for the next hop alone").startsWith("HTTP/1.1 200 ");
    assertThat(asked).containsPattern("\r\n0\r\n(?i:checksum): 9a\r\n\r\n$");
    assertThat(asked).doesNotContain("forged").doesNotContain("Content-Length");
    String other = Wire.send(Wire.request("GET", path, token(), "Connection: close\r\n"));
    assertThat(other).contains("ok").doesNotContain("9a");
  }

  @Test
  void aClientThatOffersHttp2IsServedWithoutIt() throws Exception {
    String id = Fixtures.project("offers", Map.of());
    String save = "{\"tool_name\":\"save\",\"tool_input\":{\"title\":\"t\",\"content\":\"c\"}}";
    for (String[] call :
        List.of(
            new String[] {"/api/v1/projects/" + id + "/stop", "{}"},
            new String[] {"/projects/" + id + "/mcp", save},
            new String[] {"/projects/" + id + "/mcp", save})) {
      HttpRequest request =
          admin
              .request(call[0])
              .header("Content-Type", "application/json")
              .version(HttpClient.Version.HTTP_2)
              .timeout(Duration.ofSeconds(20))
              .POST(BodyPublishers.ofString(call[1]))
              .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(call[0] + " " + answer.body()).isEqualTo(200);
    }
    String endless = "Upgrade: h2c\r\nConnection: Upgrade, close\r\nTransfer-Encoding: chunked\r\n";
    for (String path : List.of("/api/v1/projects", "/projects/" + id + "/mcp")) {
      String answer = Wire.send(Wire.request("POST", path, token(), endless) + "0\r\n\r\n");
      assertThat(Wire.status(answer)).as(answer).isEqualTo(411);
    }
  }

  private static String token() {
    return BerthUnderTest.current().adminToken();
  }

  /** A head with its empty line. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as("after: " + head).isNotNegative();
      head.append((char) next);
    }
    return head.toString();
  }
}
