package io.berth.acceptance.conformance;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * What of the run is wanted: {@code -Dconformance.servers} names servers, {@code
 * -Dconformance.scenarios} scenarios, each by a pattern. Part of a server's scenarios makes no
 * table for the page.
 */
final class Selection {
  private static final Pattern SERVERS = pattern("conformance.servers");
  private static final Pattern SCENARIOS = pattern("conformance.scenarios");

  private Selection() {}

  /** Skips the test of a server that is not wanted. */
  static void assumeServer(String name) {
    Assumptions.assumeTrue(
        SERVERS.matcher(name).matches(),
        () -> name + " is not among -Dconformance.servers=" + SERVERS);
  }

  /** Whether whole tables are measured. */
  static boolean whole() {
    return SCENARIOS.pattern().equals(".*");
  }

  /** The outcomes of scenarios that are wanted. */
  static Map<String, Outcome> wanted(Map<String, Outcome> all) {
    all.keySet().removeIf(name -> !SCENARIOS.matcher(name).matches());
    return all;
  }

  private static Pattern pattern(String property) {
    String text = System.getProperty(property, "");
    return Pattern.compile(text.isBlank() ? ".*" : text);
  }
}
