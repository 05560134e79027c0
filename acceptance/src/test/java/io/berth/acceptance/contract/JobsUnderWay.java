package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An import, an analysis and indexes made anew that are under way at a KM that stands still, until
 * {@link #letGo}: a server that dies meanwhile dies in the middle of them.
 */
final class JobsUnderWay {
  private static final int DOCUMENTS = 60;

  private final Api admin = Api.admin();
  private final String project = Fixtures.project("jobs", Map.of());
  private final Map<String, String> jobs = new LinkedHashMap<>();
  private long held;

  private JobsUnderWay() {}

  static JobsUnderWay begin() {
    JobsUnderWay under = new JobsUnderWay();
    under.admin.get("/projects/" + under.project + "/km/health");
    under.held = Fixtures.pid(under.project);
    Fixtures.hold(under.held);
    try {
      under.accept();
    } catch (RuntimeException | Error failed) {
      under.letGo();
      throw failed;
    }
    return under;
  }

  private void accept() {
    List<Map<String, String>> documents =
        IntStream.range(0, DOCUMENTS)
            .mapToObj(i -> Map.of("name", "d" + i + ".md", "content", "# Quay " + i + "\nBollard."))
            .toList();
    accept("import", Map.of("documents", documents));
    accept("reindex", Map.of());
    accept("analysis", Map.of());
    jobs.values().forEach(job -> await().until(() -> job(job).text("state").equals("RUNNING")));
    await().until(() -> job(jobs.get("analysis")).number("done") == 1);
  }

  private void accept(String kind, Map<String, ?> body) {
    Reply accepted = admin.post("/api/v1/projects/" + project + "/" + kind, body);
    assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
    jobs.put(kind, accepted.text("id"));
  }

  /** The KM goes on, also with what it was asked before. Called again, nothing happens. */
  void letGo() {
    if (held != 0) {
      Fixtures.letGo(held);
      held = 0;
    }
  }

  void assertThatEachEndsOnce() {
    for (String id : jobs.values()) {
      Reply done = await().until(() -> job(id), job -> !job.text("endedAt").equals("null"));
      assertThat(done.text("state")).as(done.toString()).isEqualTo("DONE");
      assertThat(done.number("done")).isEqualTo(done.number("total"));
    }
    String events = admin.get("/api/v1/projects/" + project + "/events?limit=100").body();
    assertThat(Pattern.compile("\"job.done\"").matcher(events).results()).hasSize(jobs.size());
    assertThat(events).doesNotContain("job.failed");
    Reply status = admin.get("/projects/" + project + "/km/status");
    assertThat(status.body()).contains("\"documents\":" + DOCUMENTS);
    Reply last = admin.get("/api/v1/projects/" + project + "/analysis");
    assertThat(last.text("job")).isEqualTo(jobs.get("analysis"));
  }

  private Reply job(String id) {
    return admin.get("/api/v1/jobs/" + id);
  }
}
