package io.berth.lifecycle.search;

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
import io.berth.lifecycle.project.ProcessKind;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.project.StoredProjects;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Asks each project by its own secret, one after the other, and puts the answers together here: no
 * process ever has an operation that sees more than one project. Blocks; container threads.
 */
public final class KmSearch implements CrossSearch {
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);
  private static final int LONGEST_ANSWER = 4 << 20;
  private static final int ATTEMPTS = 2;

  private final Connector connector;
  private final ProjectLifecycle lifecycle;
  private final StoredProjects projects;

  public KmSearch(Connector connector, ProjectLifecycle lifecycle, StoredProjects projects) {
    this.connector = connector;
    this.lifecycle = lifecycle;
    this.projects = projects;
  }

  @Override
  public List<Hit> ask(List<ProjectId> named, String question, int limit, String subject)
      throws KmException {
    // why all of them first: a question that cannot be answered whole is asked nowhere
    for (ProjectId id : named) {
      Project project = projects.require(id);
      if (project.process() != ProcessKind.SHARED) {
        throw new KmException(
            Problem.CONFLICT,
            "project "
                + id
                + " has a process of its own, and only projects in a shared one are searched"
                + " together; see berth project set "
                + id
                + " --process shared");
      }
    }
    byte[] body = body(question, limit);
    List<Hit> hits = new ArrayList<>();
    for (ProjectId id : named) {
      hits.addAll(ask(id, body, subject));
    }
    hits.sort(
        Comparator.comparingDouble((Hit hit) -> -hit.similarity())
            .thenComparing(hit -> hit.project().value())
            .thenComparing(Hit::itemId));
    return List.copyOf(hits.subList(0, Math.min(limit, hits.size())));
  }

  /** why twice: a question changes nothing, and the process may just have been replaced. */
  private List<Hit> ask(ProjectId project, byte[] body, String subject) throws KmException {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(project, body, subject);
      } catch (KmException e) {
        if (attempt == ATTEMPTS || !e.problem().retryable()) {
          throw e;
        }
      }
    }
  }

  private List<Hit> once(ProjectId project, byte[] body, String subject) throws KmException {
    Stages.await(lifecycle.demand(project), START_PATIENCE, "the start of project " + project);
    List<KmHeader> headers =
        List.of(
            new KmHeader("Content-Type", "application/json"),
            new KmHeader("Accept", "application/json"));
    KmRequestHead head = new KmRequestHead("POST", "/mcp", headers, body.length, subject);
    try (KmConnection permit = connector.connection(project);
        KmExchange exchange = permit.begin(head)) {
      try (OutputStream out = exchange.requestBody()) {
        out.write(body);
      }
      if (!exchange.awaitResponse(ANSWER_PATIENCE)) {
        throw failed(Problem.UPSTREAM_TIMEOUT, project, "no answer within " + ANSWER_PATIENCE);
      }
      KmResponseHead answer = exchange.responseHead();
      try (InputStream in = exchange.responseBody()) {
        return read(project, answer.status(), in.readNBytes(LONGEST_ANSWER));
      }
    } catch (IOException e) {
      throw failed(Problem.BAD_UPSTREAM, project, "it broke off: " + e.getMessage());
    }
  }

  private static byte[] body(String question, int limit) {
    try {
      return JSON.std.asBytes(
          Map.of("tool_name", "query", "tool_input", Map.of("question", question, "limit", limit)));
    } catch (IOException e) {
      throw new IllegalStateException("a question does not fit into JSON", e);
    }
  }

  private static List<Hit> read(ProjectId project, int status, byte[] body)
      throws KmException, IOException {
    String text = new String(body, StandardCharsets.UTF_8);
    Object response = status == 200 ? JSON.std.mapFrom(text).get("tool_response") : null;
    if (!(response instanceof Map<?, ?> answer)
        || !(answer.get("results") instanceof List<?> all)) {
      throw failed(
          status >= 500 ? Problem.BAD_UPSTREAM : Problem.INVALID,
          project,
          "it answered " + status + ": " + text.substring(0, Math.min(300, text.length())));
    }
    List<Hit> hits = new ArrayList<>();
    for (Object one : all) {
      if (one instanceof Map<?, ?> hit) {
        hits.add(hit(project, hit));
      }
    }
    return hits;
  }

  private static Hit hit(ProjectId project, Map<?, ?> hit) {
    return new Hit(
        project,
        hit.get("item_id") instanceof Number id ? id.longValue() : 0,
        text(hit, "ticket_id"),
        text(hit, "type"),
        text(hit, "title"),
        text(hit, "snippet"),
        hit.get("similarity") instanceof Number similarity ? similarity.doubleValue() : 0);
  }

  private static String text(Map<?, ?> hit, String field) {
    Object value = hit.get(field);
    return value == null ? "" : value.toString();
  }

  private static KmException failed(Problem problem, ProjectId project, String what) {
    return new KmException(problem, "the question to project " + project + ": " + what);
  }
}
