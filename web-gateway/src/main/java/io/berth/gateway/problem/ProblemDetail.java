package io.berth.gateway.problem;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A failure as RFC 9457 puts it, the only form in which a caller ever sees one. Immutable; made on
 * any thread, written by servlets and resources alike.
 *
 * @param label the last part of the type {@code urn:berth:problem:…}
 * @param status the HTTP status
 * @param title the kind of failure, the same for each of its type
 * @param detail what happened and what to check next
 * @param project whom it concerns, if anybody
 * @param retryAfter when it makes sense to ask again
 * @param headers further header lines that belong to it
 */
public record ProblemDetail(
    String label,
    int status,
    String title,
    String detail,
    Optional<String> project,
    Optional<Duration> retryAfter,
    Map<String, String> headers) {
  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The header line in which a 401 says how to prove who one is. */
  public static final String CHALLENGE = "WWW-Authenticate";

  /** What every type of a problem begins with. */
  public static final String TYPE = "urn:berth:problem:";

  // why kept: to look for it takes a search of all archives
  private static final JsonProvider JSON = JsonProvider.provider();

  private static final Duration SOON = Duration.ofSeconds(1);

  /** A failure of ours without a project. */
  public static ProblemDetail of(String label, int status, String detail) {
    return new ProblemDetail(
        label, status, title(label), detail, Optional.empty(), Optional.empty(), Map.of());
  }

  /** The input breaks a rule. */
  public static ProblemDetail invalid(String detail) {
    return of(Problem.INVALID.label(), Problem.INVALID.status(), detail);
  }

  /** Nobody we know is asking. */
  public static ProblemDetail unauthorised(String detail) {
    return of("unauthorised", 401, detail).with(Map.of(CHALLENGE, "Bearer realm=\"berth\""));
  }

  /** We know who is asking, and it may not. */
  public static ProblemDetail forbidden(String detail) {
    return of("forbidden", 403, detail);
  }

  /** What the layers below report. */
  public static ProblemDetail of(KmException failure, Optional<String> project) {
    Problem problem = failure.problem();
    Optional<Duration> retry =
        failure
            .retryAfter()
            .or(() -> problem.status() == 503 ? Optional.of(SOON) : Optional.empty());
    return new ProblemDetail(
        problem.label(),
        problem.status(),
        title(problem.label()),
        String.valueOf(failure.getMessage()),
        project,
        retry,
        Map.of());
  }

  /** The same for this project. */
  public ProblemDetail about(String projectId) {
    return new ProblemDetail(
        label, status, title, detail, Optional.of(projectId), retryAfter, headers);
  }

  /** The same, to be tried again after this time. */
  public ProblemDetail retryAfter(Duration pause) {
    return new ProblemDetail(label, status, title, detail, project, Optional.of(pause), headers);
  }

  /** The same with these header lines. */
  public ProblemDetail with(Map<String, String> lines) {
    return new ProblemDetail(label, status, title, detail, project, retryAfter, Map.copyOf(lines));
  }

  /** The value of {@code Retry-After}: whole seconds, rounded up, at least one. */
  public Optional<String> retryAfterSeconds() {
    return retryAfter.map(d -> Long.toString(Math.max(1, d.plusMillis(999).toSeconds())));
  }

  /** The document. */
  public String json() {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("type", TYPE + label)
            .add("title", title)
            .add("status", status)
            .add("detail", detail);
    project.ifPresent(id -> json.add("project", id));
    return json.build().toString();
  }

  private static String title(String label) {
    String words = label.replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
