package io.berth.acceptance.conformance;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the suite found in one scenario against one server.
 *
 * @param checks the status of each check, by its id and a number where an id comes again
 * @param failures what the suite says of those that failed, for a reader
 */
record Outcome(Map<String, String> checks, Map<String, String> failures) {
  Outcome {
    checks = Collections.unmodifiableMap(new TreeMap<>(checks));
    failures = Collections.unmodifiableMap(new TreeMap<>(failures));
  }

  boolean passed() {
    return !checks.isEmpty() && !checks.containsValue("FAILURE");
  }

  /** For the table: what passed of what was decided. */
  String text() {
    long good = checks.values().stream().filter("SUCCESS"::equals).count();
    long bad = checks.values().stream().filter("FAILURE"::equals).count();
    return (passed() ? "pass " : "**fail** ") + good + "/" + (good + bad);
  }
}
