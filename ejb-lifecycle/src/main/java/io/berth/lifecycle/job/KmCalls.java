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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What jobs ask of the built-in KM of a project, which is started for it. An idempotency key makes
 * a repetition harmless, whatever became of the first attempt. Blocks; called by runners of jobs.
 */
final class KmCalls {
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration ANSWER_PATIENCE = Duration.ofMinutes(2);
  private static final int LONGEST_ANSWER = 1 << 20;

  private final Connector connector;
  private final ProjectLifecycle lifecycle;

  KmCalls(Connector connector, ProjectLifecycle lifecycle) {
    this.connector = connector;
    this.lifecycle = lifecycle;
  }

  /**
   * Calls a tool.
   *
   * @throws KmException retryable when it may work later, else when the KM refuses it
   */
  Map<String, Object> tool(
      ProjectId project, String tool, Map<String, ?> input, Optional<String> key)
      throws KmException {
    return call(project, "/mcp", tool, input, key);
  }

  /** Has something done to the store itself. */
  Map<String, Object> maintain(ProjectId project, String tool, Map<String, ?> input)
      throws KmException {
    return call(project, "/maintenance", tool, input, Optional.empty());
  }

  private Map<String, Object> call(
      ProjectId project, String path, String tool, Map<String, ?> input, Optional<String> key)
      throws KmException {
    Map<String, Object> answer =
        send(project, "POST", path, tool, body(tool, input), key).object("tool_response");
    if (Boolean.FALSE.equals(answer.get("success"))) {
      throw refused(project, tool, 200, answer.toString());
    }
    return answer;
  }

  /** How the KM says that it is doing. */
  Map<String, Object> status(ProjectId project) throws KmException {
    return send(project, "GET", "/status", "status", new byte[0], Optional.empty()).json;
  }

  private record Reply(ProjectId project, String what, Map<String, Object> json) {
    @SuppressWarnings("unchecked")
    Map<String, Object> object(String field) throws KmException {
      if (json.get(field) instanceof Map<?, ?> object) {
        return (Map<String, Object>) object;
      }
      throw refused(project, what, 200, json.toString());
    }
  }

  private Reply send(
      ProjectId project, String method, String path, String what, byte[] body, Optional<String> key)
      throws KmException {
    Stages.await(lifecycle.demand(project), START_PATIENCE, "the start of project " + project);
    List<KmHeader> headers = new ArrayList<>();
    headers.add(new KmHeader("Content-Type", "application/json"));
    headers.add(new KmHeader("Accept", "application/json"));
    key.ifPresent(k -> headers.add(new KmHeader("Idempotency-Key", k)));
    KmRequestHead head = new KmRequestHead(method, path, headers, body.length, "");
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
        return read(project, what, answer.status(), in.readNBytes(LONGEST_ANSWER));
      }
    } catch (IOException e) {
      throw retryable(project, "it broke off: " + e.getMessage(), e);
    }
  }

  private static byte[] body(String tool, Map<String, ?> input) {
    try {
      return JSON.std.asBytes(Map.of("tool_name", tool, "tool_input", input));
    } catch (IOException e) {
      throw new IllegalStateException("what is sent does not fit into JSON", e);
    }
  }

  private static Reply read(ProjectId project, String what, int status, byte[] body)
      throws KmException, IOException {
    String text = new String(body, StandardCharsets.UTF_8);
    if (status == 408 || status == 429 || status >= 500 || status == 401) {
      throw retryable(project, "it answered " + status + ": " + start(text), null);
    }
    if (status != 200) {
      throw refused(project, what, status, text);
    }
    return new Reply(project, what, JSON.std.mapFrom(text));
  }

  private static KmException refused(ProjectId project, String what, int status, String text) {
    return new KmException(
        Problem.INVALID,
        "the KM of project "
            + project
            + " refused '"
            + what
            + "' ("
            + status
            + "): "
            + start(text)
            + (status == 404 ? "; its version may be too old for that" : ""));
  }

  static long number(Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static String start(String text) {
    return text.length() <= 500 ? text : text.substring(0, 500) + "…";
  }

  private static KmException retryable(ProjectId project, String what, Throwable cause) {
    return new KmException(
        Problem.BAD_UPSTREAM, "the KM of project " + project + " did not take it: " + what, cause);
  }
}
