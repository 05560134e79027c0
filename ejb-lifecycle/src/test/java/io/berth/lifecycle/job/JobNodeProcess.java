package io.berth.lifecycle.job;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.FakeKm;
import io.berth.lifecycle.testing.TestNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * A node of its own in a process that can be killed. It accepts one job and carries it on up to a
 * call of its KM that is never answered, of which it says a line.
 */
public final class JobNodeProcess {
  /** The line. */
  static final String HELD = "held";

  static final ProjectId PROJECT = new ProjectId("alpha");

  private JobNodeProcess() {}

  /** Arguments: URL, user, password file, data folder, kind of job, which call is the last. */
  public static void main(String[] arguments) throws Exception {
    TestNode test =
        new TestNode(
            new BerthSettings.Database(
                arguments[0], arguments[1], Optional.of(Path.of(arguments[2]))),
            Path.of(arguments[3]),
            true);
    int last = Integer.parseInt(arguments[5]);
    test.km.answers =
        request -> {
          if (test.km.requests.size() < last) {
            return answer(request);
          }
          System.out.println(HELD);
          forever();
          return new FakeKm.Answer(503, "gone");
        };
    Jobs jobs = test.booted().node.jobs().jobs();
    switch (JobKind.named(arguments[4]).orElseThrow()) {
      case ANALYSIS -> jobs.analyse(PROJECT, "ann");
      case REINDEX -> jobs.reindex(PROJECT, "ann");
      default -> jobs.importDocuments(PROJECT, documents(), "ann");
    }
    forever();
  }

  /** As the KM answers when all is well and it knows nothing of any task. */
  static FakeKm.Answer answer(FakeKm.Request request) {
    if (request.target().equals("/status")) {
      return new FakeKm.Answer(200, "{\"statistics\":{\"knowledge_items\":{\"total_items\":5}}}");
    }
    return request.tool().equals("query")
        ? new FakeKm.Answer(200, "{\"tool_response\":{\"success\":true,\"results\":[]}}")
        : FakeKm.Answer.usual(request);
  }

  private static List<Jobs.Document> documents() {
    return IntStream.range(0, 120).mapToObj(i -> new Jobs.Document("d" + i, "text " + i)).toList();
  }

  private static void forever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
