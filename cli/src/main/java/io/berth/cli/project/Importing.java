package io.berth.cli.project;

import io.berth.cli.CommandFailure;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.Values;
import io.berth.cli.os.Waiting;
import io.berth.cli.project.DocumentFolder.Document;
import io.berth.cli.terminal.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sends documents to a project in batches of bounded size and waits until they are in. */
public final class Importing {
  private static final int BATCH_BYTES = 1 << 20;
  private static final int BATCH_DOCUMENTS = 100;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final BerthApi api;

  /** Into projects of this server. */
  public Importing(BerthApi api) {
    this.api = api;
  }

  /** Brings them in; after it returns they are durable and found. */
  public void run(String project, List<Document> documents, Progress progress) {
    List<List<Document>> batches = batches(documents);
    for (int i = 0; i < batches.size(); i++) {
      send(project, batches.get(i));
      progress.at((i + 1.0) / batches.size());
    }
  }

  static List<List<Document>> batches(List<Document> documents) {
    List<List<Document>> batches = new ArrayList<>();
    List<Document> batch = new ArrayList<>();
    long size = 0;
    for (Document document : documents) {
      int length = document.content().length();
      boolean full = size + length > BATCH_BYTES || batch.size() == BATCH_DOCUMENTS;
      if (full && !batch.isEmpty()) {
        batches.add(batch);
        batch = new ArrayList<>();
        size = 0;
      }
      batch.add(document);
      size += length;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private void send(String project, List<Document> batch) {
    List<Map<String, String>> documents =
        batch.stream().map(d -> Map.of("name", d.name(), "content", d.content())).toList();
    Reply accepted =
        api.post(
            "/api/v1/projects/" + BerthApi.segment(project) + "/import",
            Map.of("documents", documents));
    String job = Values.text(accepted.json(), "id");
    boolean over = Waiting.until(LIMIT, LOOK_EVERY, () -> isOver(job));
    Map<String, Object> end = job(job);
    if (!over || !state(end).equals("DONE")) {
      throw new CommandFailure(
          "Project "
              + project
              + ": import job "
              + job
              + " is "
              + state(end)
              + ": "
              + Values.text(end, "message")
              + " Next: see berth project logs "
              + project
              + ".");
    }
  }

  private boolean isOver(String job) {
    String state = state(job(job));
    return !state.equals("QUEUED") && !state.equals("RUNNING");
  }

  private Map<String, Object> job(String id) {
    return api.get("/api/v1/jobs/" + BerthApi.segment(id)).json();
  }

  private static String state(Map<String, Object> job) {
    return Values.text(job, "state").toUpperCase(Locale.ROOT);
  }
}
