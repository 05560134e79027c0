package io.berth.cli.mcp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;

/** A server whose answers the test writes. */
final class FakeUpstream implements Upstream {
  /** What arrived. */
  record Arrived(String method, String body, Map<String, String> headers) {}

  /** What the test makes of it. */
  @FunctionalInterface
  interface Script {
    Answer to(Arrived request) throws IOException;
  }

  /** An answer to be. */
  record Answer(int status, Map<String, String> headers, String body) {
    static Answer json(String body, String... headers) {
      Map<String, String> all = new TreeMap<>(Map.of("Content-Type", "application/json"));
      for (int i = 0; i < headers.length; i += 2) {
        all.put(headers[i], headers[i + 1]);
      }
      return new Answer(200, all, body);
    }

    static Answer refusal(int status, String reason) {
      return new Answer(
          status,
          Map.of("Content-Type", "application/problem+json", "Berth-Reason", reason),
          "{\"detail\":\"" + reason + " it is\"}");
    }

    static Answer status(int status) {
      return new Answer(status, Map.of(), "");
    }
  }

  final List<Arrived> arrived = new CopyOnWriteArrayList<>();
  private final Script script;

  FakeUpstream(Script script) {
    this.script = script;
  }

  @Override
  public HttpResponse<InputStream> open(String method, byte[] body, Map<String, String> headers)
      throws IOException {
    Arrived request =
        new Arrived(method, new String(body, StandardCharsets.UTF_8), Map.copyOf(headers));
    arrived.add(request);
    return new Response(request, script.to(request));
  }

  private record Response(Arrived asked, Answer answer) implements HttpResponse<InputStream> {
    @Override
    public int statusCode() {
      return answer.status();
    }

    @Override
    public HttpRequest request() {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri());
      asked.headers().forEach(request::setHeader);
      return request.build();
    }

    @Override
    public Optional<HttpResponse<InputStream>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(
          answer.headers().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue()))),
          (name, value) -> true);
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return URI.create("http://127.0.0.1/projects/alpha/mcp");
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }
}
