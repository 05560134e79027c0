package io.berth.gateway.proxy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.rate.Exceeded;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The replies that the gateway makes itself: problem+json with its reason in a header. */
record Problems(
    int status,
    String label,
    String detail,
    Duration retryAfter,
    String project,
    List<KmHeader> more) {
  static final String RATE_LIMITED = "rate-limited";

  static Problems of(Refusal refusal, ProjectId project) {
    return new Problems(
        refusal.status(), refusal.label(), refusal.getMessage(), null, text(project), List.of());
  }

  static Problems of(KmException failure, ProjectId project) {
    Problem problem = failure.problem();
    Duration retry =
        failure
            .retryAfter()
            .orElse(problem.retryable() && problem.status() == 503 ? Duration.ofSeconds(1) : null);
    String label = failure instanceof CircuitOpen ? CircuitOpen.LABEL : problem.label();
    return new Problems(
        problem.status(), label, failure.getMessage(), retry, text(project), List.of());
  }

  static Problems of(Exceeded exceeded, ProjectId project) {
    return new Problems(
        429,
        RATE_LIMITED,
        exceeded.detail(),
        Duration.ofSeconds(exceeded.retryAfterSeconds()),
        text(project),
        List.of(
            new KmHeader("RateLimit", exceeded.rateLimit()),
            new KmHeader("RateLimit-Policy", exceeded.policy())));
  }

  /** why: an MCP client reads a bare 400, 404 or 405 as something else than it is. */
  Problems forMcp() {
    boolean misleading = status == 400 || status == 404 || status == 405;
    return misleading ? new Problems(502, label, detail, retryAfter, project, more) : this;
  }

  /** Sends it; the caller may be gone, which nobody needs to know. */
  void send(Inbound in, long generation, String serverTiming) {
    try {
      byte[] body = JSON.std.asBytes(fields());
      List<KmHeader> headers = new ArrayList<>();
      headers.add(new KmHeader("Content-Type", "application/problem+json"));
      headers.add(new KmHeader("Berth-Reason", label));
      headers.add(new KmHeader("Berth-Generation", Long.toString(generation)));
      headers.add(new KmHeader("Server-Timing", serverTiming));
      headers.add(new KmHeader("Cache-Control", "no-store"));
      headers.addAll(more);
      if (retryAfter != null) {
        headers.add(
            // why rounded up: who waits that long is not refused for having been early
            new KmHeader(
                "Retry-After",
                Long.toString(Math.max(1, retryAfter.plusSeconds(1).minusNanos(1).toSeconds()))));
      }
      try (OutputStream out = in.respond(status, headers, body.length)) {
        out.write(body);
      }
    } catch (IOException gone) {
      in.abort();
    }
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "urn:berth:problem:" + label);
    fields.put("title", label.replace('-', ' '));
    fields.put("status", status);
    fields.put("detail", detail);
    if (project != null) {
      fields.put("project", project);
    }
    return fields;
  }

  private static String text(ProjectId project) {
    return project == null ? null : project.value();
  }
}
