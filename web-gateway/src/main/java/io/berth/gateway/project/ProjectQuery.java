package io.berth.gateway.project;

import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Queries;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which projects a caller wants to see. */
public record ProjectQuery(
    Optional<ProcessState> state, Optional<String> text, Optional<ProjectId> after, int limit) {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1_000;

  /** As the texts of a query say. */
  public static ProjectQuery of(String state, String text, String limit, String cursor) {
    return new ProjectQuery(
        given(state).map(ProjectQuery::state),
        given(text),
        given(cursor).map(ProjectQuery::cursor),
        (int) Queries.number("limit", limit, 1, MOST, DEFAULT_LIMIT));
  }

  private static Optional<String> given(String text) {
    return text == null || text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static ProcessState state(String text) {
    try {
      return ProcessState.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Queries.invalid("'state' must be one of " + Arrays.toString(ProcessState.values()));
    }
  }

  private static ProjectId cursor(String text) {
    if (!ProjectId.isValid(text)) {
      throw Queries.invalid("'cursor' must be the nextCursor of the page before");
    }
    return new ProjectId(text);
  }
}
