package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.otlp.OtlpReceiver;
import io.berth.acceptance.otlp.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is told of a request: to a collector of traces, in the access log, in the answer. */
public abstract class TelemetryContract {
  private static final String CALLER = "b7ad6b7169203331";

  private final Api admin = Api.admin();

  @Test
  void aSampledRequestIsASpanBelowTheCallersWithItsPhases() {
    String id = Fixtures.project("traced", Fixtures.fakeRuntime("serve"), Map.of());
    String trace = freshTrace();
    Reply reply = ask(id, "/headers", trace, "01");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    List<Span> spans = spans(trace, 3);
    Span gateway = spans.stream().filter(span -> span.kind() == Span.SERVER).findFirst().get();
    assertThat(gateway.parentId()).isEqualTo(CALLER);
    assertThat(gateway.name()).isEqualTo("GET /projects/{id}/km");
    assertThat(gateway.service()).isEqualTo("berth");
    assertThat(gateway.attributes())
        .containsEntry("http.request.method", "GET")
        .containsEntry("http.response.status_code", 200L)
        .containsEntry("url.path", "/projects/" + id + "/km/headers")
        .containsEntry("berth.project", id)
        .containsEntry("berth.outcome", "answered")
        .containsEntry("berth.generation", 1L)
        .containsEntry("berth.request_id", reply.header("X-Request-Id"));
    List<Span> phases = spans.stream().filter(span -> span != gateway).toList();
    assertThat(phases).extracting(Span::parentId).containsOnly(gateway.spanId());
    assertThat(phases).extracting(Span::name).contains("start", "km");
    assertThat(phases)
        .allSatisfy(
            phase ->
                assertThat(phase.start())
                    .isGreaterThanOrEqualTo(gateway.start())
                    .isLessThanOrEqualTo(phase.end()));
    assertThat(reply.body())
        .as("the KM is told of the gateway's span")
        .contains("00-" + trace + "-" + gateway.spanId() + "-01")
        .contains("vendor=kept");
  }

  @Test
  void aRequestThatNobodySamplesIsNotExported() {
    String id = Fixtures.project("untraced", Fixtures.fakeRuntime("serve"), Map.of());
    String silent = freshTrace();
    String told = freshTrace();
    assertThat(ask(id, "/headers", silent, "00").body()).contains(silent);
    assertThat(ask(id, "/headers", told, "01").status()).isEqualTo(200);
    spans(told, 2);
    assertThat(OtlpReceiver.current().of(silent)).isEmpty();
  }

  @Test
  void aRefusalIsTracedToo() {
    String trace = freshTrace();
    assertThat(ask(Fixtures.freshId("nobody"), "/x", trace, "01").status()).isEqualTo(404);
    assertThat(spans(trace, 1).get(0).attributes())
        .containsEntry("http.response.status_code", 404L)
        .containsEntry("berth.outcome", "no-such-project");
  }

  @Test
  void theAccessLogTellsEachRequestAndNoSecret() {
    String id = Fixtures.project("logged", Map.of());
    String trace = freshTrace();
    Map<String, ?> question = Map.of("question", "anything");
    assertThat(admin.tool(id, "query", question).header("Server-Timing"))
        .contains("start;dur=", "queue;dur=", "upstream;dur=", "cache;desc=miss");
    // why more than once: news of the project itself may still be on its way
    Awaitility.await()
        .until(
            () ->
                admin
                    .tool(id, "query", question)
                    .header("Server-Timing")
                    .contains("cache;desc=hit"));
    Reply secret = ask(id, "/health?token=hunter2", trace, "00");
    Reply stranger = admin.with("no-token-of-ours").get("/projects/" + id + "/km/health");
    assertThat(stranger.status()).isEqualTo(401);
    Map<String, Object> line = line(secret.header("X-Request-Id"));
    assertThat(line)
        .containsEntry("berth.project", id)
        .containsEntry("http.response.status_code", secret.status())
        .containsEntry("http.response.body.bytes", secret.body().length())
        .containsEntry("trace.id", trace)
        .containsEntry("url.path", "/projects/" + id + "/km/health")
        .containsKeys("event.duration", "berth.phase.km", "user.name", "@timestamp");
    assertThat(line(stranger.header("X-Request-Id")))
        .containsEntry("http.response.status_code", 401)
        .containsEntry("berth.outcome", "unauthorised");
    Reply management = admin.get("/api/v1/projects/" + id);
    assertThat(line(management.header("X-Request-Id")))
        .containsEntry("url.path", "/api/v1/projects/" + id);
    assertThat(lines().filter(each -> each.contains("\"berth.project\":\"" + id + "\"")))
        .anyMatch(each -> each.contains("\"berth.cache\":\"hit\""))
        .anyMatch(each -> each.contains("\"berth.cache\":\"miss\""));
    assertThat(lines()).noneMatch(each -> each.contains("hunter2"));
    assertThat(lines()).noneMatch(each -> each.contains("Bearer"));
  }

  private Reply ask(String project, String path, String trace, String flags) {
    return admin.send(
        admin
            .request("/projects/" + project + "/km" + path)
            .header("traceparent", "00-" + trace + "-" + CALLER + "-" + flags)
            .header("tracestate", "vendor=kept"));
  }

  private static List<Span> spans(String trace, int least) {
    Awaitility.await().until(() -> OtlpReceiver.current().of(trace).size() >= least);
    return OtlpReceiver.current().of(trace);
  }

  private static Map<String, Object> line(String requestId) {
    String wanted = "\"http.request.id\":\"" + requestId + "\"";
    Awaitility.await().until(() -> lines().anyMatch(each -> each.contains(wanted)));
    try {
      return JSON.std.mapFrom(lines().filter(each -> each.contains(wanted)).findFirst().get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> lines() {
    Path folder = BerthUnderTest.current().dataFolder().resolve("log");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("access-"))
          .flatMap(TelemetryContract::read)
          .toList()
          .stream();
    } catch (IOException notYet) {
      return Stream.empty();
    }
  }

  private static Stream<String> read(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException rotatedMeanwhile) {
      return Stream.empty();
    }
  }

  private static String freshTrace() {
    UUID random = UUID.randomUUID();
    return HexFormat.of().toHexDigits(random.getMostSignificantBits())
        + HexFormat.of().toHexDigits(random.getLeastSignificantBits());
  }
}
