package io.berth.gateway.platform;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.text.Normalizer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What callers say of a plan. Pure. */
final class PlanInput {
  private static final int LONGEST_ID = 63;
  private static final int LONGEST_TITLE = 120;

  private PlanInput() {}

  static JsonInput options(JsonObject json) {
    JsonObject options =
        json.get("options") instanceof JsonObject given ? given : JsonValue.EMPTY_JSON_OBJECT;
    return new JsonInput(options, Set.of("deadline", "team_size", "tech_stack"));
  }

  static Optional<Instant> deadline(JsonInput options) {
    return options.text("deadline").map(PlanInput::time);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    } catch (DateTimeParseException e) {
      throw Queries.invalid(
          "'options.deadline' must be an RFC 3339 time such as 2026-03-01T12:00:00Z");
    }
  }

  /** An id made of a name: its letters and digits, without their accents, joined by dashes. */
  static String id(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    String cut = plain.length() > LONGEST_ID ? plain.substring(0, LONGEST_ID) : plain;
    String id = cut.replaceAll("^-+|-+$", "");
    if (!ProjectId.isValid(id)) {
      throw Queries.invalid("no project id can be made of 'project_name': name a 'project_id'");
    }
    return id;
  }

  /** The first line of a description, shortened. */
  static String title(String description) {
    String first =
        description.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    if (first.isEmpty()) {
      throw Queries.invalid("'feature_description' must not be blank");
    }
    return first.length() > LONGEST_TITLE ? first.substring(0, LONGEST_TITLE - 1) + "…" : first;
  }
}
