package io.berth.lifecycle.job;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.connector.api.KmConnection;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.KmResponseHead;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.connector.Stages;
import io.berth.lifecycle.process.ProjectLifecycle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Sends one batch of documents to a project's KM, which is started for it. The idempotency key
 * makes a repetition harmless, whatever became of the first attempt. Blocks; called by the runner
 * of jobs.
 */
final class KmImport {
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration ANSWER_PATIENCE = Duration.ofMinutes(2);
  private static final int LONGEST_ANSWER = 1 << 20;

  /** What the KM made of it. */
  record Imported(long documents, long sections) {}

  private final Connector connector;
  private final ProjectLifecycle lifecycle;

  KmImport(Connector connector, ProjectLifecycle lifecycle) {
    this.connector = connector;
    this.lifecycle = lifecycle;
  }

  /**
   * Sends the batch.
   *
   * @throws KmException retryable when it may work later, else when the KM refuses the documents
   */
  Imported send(ProjectId project, List<Jobs.Document> documents, String key) throws KmException {
    Stages.await(lifecycle.demand(project), START_PATIENCE, "the start of project " + project);
    byte[] body = body(documents);
    List<KmHeader> headers =
        List.of(
            new KmHeader("Content-Type", "application/json"),
            new KmHeader("Accept", "application/json"),
            new KmHeader("Idempotency-Key", key));
    KmRequestHead head = new KmRequestHead("POST", "/mcp", headers, body.length, false, "");
    try (KmConnection permit = connector.connection(project);
        KmExchange exchange = permit.begin(head)) {
      try (OutputStream out = exchange.requestBody()) {
        out.write(body);
      }
      if (!exchange.awaitResponse(ANSWER_PATIENCE)) {
        throw retryable(project, "no answer within " + ANSWER_PATIENCE, null);
      }
      KmResponseHead answer = exchange.responseHead();
      try (InputStream in = exchange.responseBody()) {
        return read(project, answer.status(), in.readNBytes(LONGEST_ANSWER));
      }
    } catch (IOException e) {
      throw retryable(project, "it broke off: " + e.getMessage(), e);
    }
  }

  private static byte[] body(List<Jobs.Document> documents) {
    List<Map<String, String>> list =
        documents.stream().map(d -> Map.of("name", d.name(), "content", d.text())).toList();
    try {
      return JSON.std.asBytes(
          Map.of("tool_name", "import", "tool_input", Map.of("documents", list)));
    } catch (IOException e) {
      throw new IllegalStateException("documents do not fit into JSON", e);
    }
  }

  private static Imported read(ProjectId project, int status, byte[] body)
      throws KmException, IOException {
    String text = new String(body, StandardCharsets.UTF_8);
    if (status == 408 || status == 429 || status >= 500 || status == 401) {
      throw retryable(project, "it answered " + status + ": " + start(text), null);
    }
    Object response = status == 200 ? JSON.std.mapFrom(text).get("tool_response") : null;
    if (response instanceof Map<?, ?> result && Boolean.TRUE.equals(result.get("success"))) {
      return new Imported(number(result.get("imported")), number(result.get("sections")));
    }
    throw new KmException(
        Problem.INVALID,
        "the KM of project " + project + " refused the documents (" + status + "): " + start(text));
  }

  private static long number(Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static String start(String text) {
    return text.length() <= 500 ? text : text.substring(0, 500) + "…";
  }

  private static KmException retryable(ProjectId project, String what, Throwable cause) {
    return new KmException(
        Problem.BAD_UPSTREAM, "import into project " + project + ": " + what, cause);
  }
}
