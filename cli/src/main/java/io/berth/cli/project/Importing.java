package io.berth.cli.project;

import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.job.JobEnd;
import io.berth.cli.project.DocumentFolder.Document;
import io.berth.cli.terminal.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sends documents to a project in batches of bounded size and waits until they are in. */
public final class Importing {
  private static final int BATCH_BYTES = 1 << 20;
  private static final int BATCH_DOCUMENTS = 100;
  private static final Duration LIMIT = Duration.ofMinutes(5);

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
    new JobEnd(api).await(accepted, LIMIT, share -> {});
  }
}
