package io.berth.gateway.job;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import io.berth.lifecycle.job.JobKind;
import io.berth.lifecycle.job.Jobs;
import io.berth.lifecycle.plan.Placing;
import io.berth.lifecycle.plan.PlanOrder;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is to be planned, as a caller sends it. Pure. */
public final class PlanRequest {
  private static final int LONGEST_TITLE = 120;
  private static final int TEAM = 3;
  private static final int MOST_AT_ONCE = 1_000;

  private PlanRequest() {}

  static Jobs.PlanWanted read(ProjectId project, JsonObject json) {
    JsonInput input =
        new JsonInput(
            json,
            Set.of(
                "description",
                "title",
                "integrationPoint",
                "deadline",
                "teamSize",
                "techStack",
                "wholeProject",
                "requestId"));
    String description = input.requiredText("description");
    PlanOrder order = order(input.text("title").orElseGet(() -> title(description)), input);
    boolean whole = input.flag("wholeProject").orElse(false);
    return new Jobs.PlanWanted(
        whole ? JobKind.CREATE_PROJECT : JobKind.ADD_FEATURE,
        project,
        order,
        input.optional("integrationPoint", PlanRequest::placing).orElse(Placing.AUTO_DETECT),
        input.text("requestId"));
  }

  private static PlanOrder order(String title, JsonInput input) {
    long team = input.number("teamSize").orElse(TEAM);
    if (team < 1 || team > MOST_AT_ONCE) {
      throw Queries.invalid("'teamSize' must be from 1 to " + MOST_AT_ONCE);
    }
    return new PlanOrder(
        title,
        input.requiredText("description"),
        input.optional("deadline", PlanRequest::time),
        (int) team,
        input.texts("techStack"));
  }

  /** What a new project is to be, if its request says that. */
  public static Optional<PlanOrder> ofProject(String name, JsonObject json) {
    JsonInput input = new JsonInput(json, json.keySet());
    if (input.has("description")) {
      return Optional.of(order(shortened(name), input));
    }
    for (String field : List.of("deadline", "teamSize", "techStack")) {
      if (input.has(field)) {
        throw Queries.invalid(
            "'" + field + "' is about the plan of a 'description', which is missing");
      }
    }
    return Optional.empty();
  }

  private static Placing placing(String text) {
    return Placing.of(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "one of "
                        + String.join(
                            ", ", Stream.of(Placing.values()).map(Placing::label).toList())));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("an RFC 3339 time such as 2026-03-01T12:00:00Z", e);
    }
  }

  /** The first line, shortened, without the signs of a heading or a list. */
  private static String title(String description) {
    String first =
        description
            .lines()
            .map(line -> line.replaceAll("^[\\s#*+•-]+", "").strip())
            .filter(line -> !line.isEmpty())
            .findFirst()
            .orElseThrow(() -> Queries.invalid("'description' must not be blank"));
    return shortened(first.replaceAll("\\p{Cntrl}", " "));
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_TITLE ? text.substring(0, LONGEST_TITLE - 1) + "…" : text;
  }
}
