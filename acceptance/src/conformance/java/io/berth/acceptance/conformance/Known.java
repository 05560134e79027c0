package io.berth.acceptance.conformance;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why the built-in KM cannot pass what the suite requires of every server: the scenarios call tools
 * and read resources that only the suite's own example has. What is not in this list must pass.
 */
enum Known {
  FIXTURE_TOOL(
      "tools-call-(?!error).+|elicitation-.+|input-required-result-.+",
      "calls a tool of the suite's example server (`test_…`)"),
  FIXTURE_ERROR("tools-call-error", "calls `test_error_handling` of the suite's example server"),
  NO_RESOURCES("resources-.+|sep-2164-.+", "a KM offers no resources, and declares none"),
  NO_PROMPTS("prompts-.+", "a KM offers no prompts, and declares none"),
  NO_COMPLETION("completion-complete", "a KM completes nothing, and declares none of it"),
  NO_LOGGING("logging-set-level", "a KM sends no log messages, and declares none"),
  OTHER_LISTS("caching", "also asks for lists of prompts and resources, which a KM does not offer"),
  EXTENSION("tasks-.+", "an extension, not offered"),
  FIXTURE_SCHEMA(
      "json-schema-2020-12|http-custom-header-server-validation",
      "looks at a tool of the suite's example server");

  private static final String NO_DIAGNOSTIC_TOOL =
      "Not testable: server does not list the diagnostic tool";

  private final Pattern scenarios;
  private final String reason;

  Known(String scenarios, String reason) {
    this.scenarios = Pattern.compile(scenarios);
    this.reason = reason;
  }

  /** Why this scenario cannot pass; empty when it must. */
  static Optional<String> reason(String scenario, Outcome outcome) {
    // why by what the suite says: the rest of such a scenario is what a KM must pass
    if (outcome.failures().values().stream().allMatch(why -> why.startsWith(NO_DIAGNOSTIC_TOOL))) {
      return Optional.of(
          "passes but for what needs diagnostic tools of the suite's example server");
    }
    for (Known known : values()) {
      if (known.scenarios.matcher(scenario).matches()) {
        return Optional.of(known.reason);
      }
    }
    return Optional.empty();
  }
}
