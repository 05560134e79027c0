package io.berth.gateway.token;

import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import io.berth.gateway.security.TokenRules;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Which token an admin wants made. Valid by construction. */
record TokenRequest(Role role, Grants grants, Duration life, String subject) {

  static TokenRequest read(JsonObject json) {
    JsonInput input =
        new JsonInput(json, Set.of("role", "projects", "analytics", "ttl", "subject"));
    Role role = input.required("role", TokenRequest::role);
    return new TokenRequest(
        role,
        analytics(grants(role, input.texts("projects")), input.texts("analytics")),
        life(input.duration("ttl").orElse(TokenRules.DEFAULT_LIFE)),
        input
            .optional("subject", TokenRequest::subject)
            .orElseGet(() -> role.label() + "-" + UUID.randomUUID().toString().substring(0, 8)));
  }

  private static Role role(String text) {
    return Role.of(text)
        .orElseThrow(() -> new IllegalArgumentException("admin, operator or agent"));
  }

  private static Grants grants(Role role, List<String> projects) {
    if (projects.size() > TokenRules.MAX_PROJECTS) {
      throw Queries.invalid(
          "'projects' names more than " + TokenRules.MAX_PROJECTS + ": use \"*\" for all");
    }
    try {
      return projects.isEmpty() && role != Role.AGENT ? Grants.EVERYTHING : Grants.of(projects);
    } catch (IllegalArgumentException e) {
      throw Queries.invalid("'projects': " + e.getMessage() + ", or \"*\" for all");
    }
  }

  private static Grants analytics(Grants grants, List<String> projects) {
    if (projects.size() > TokenRules.MAX_PROJECTS) {
      throw Queries.invalid("'analytics' names more than " + TokenRules.MAX_PROJECTS);
    }
    try {
      return grants.withAnalytics(projects);
    } catch (IllegalArgumentException e) {
      throw Queries.invalid("'analytics': " + e.getMessage() + "; each is named, none by \"*\"");
    }
  }

  private static Duration life(Duration wanted) {
    if (wanted.compareTo(Duration.ofSeconds(1)) < 0 || wanted.compareTo(TokenRules.MAX_LIFE) > 0) {
      throw Queries.invalid("'ttl' must be from PT1S to " + TokenRules.MAX_LIFE);
    }
    return wanted;
  }

  private static String subject(String text) {
    if (!TokenRules.validSubject(text)) {
      throw new IllegalArgumentException(
          "1 to " + TokenRules.MAX_SUBJECT + " printable ASCII characters without spaces");
    }
    return text;
  }
}
