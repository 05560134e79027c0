package io.berth.lifecycle.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Client connections that may be open at once, written {@code 20000 per node, 1000 per project}.
 */
public record ConnectionLimits(int perNode, int perProject) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,7})\\s+per\\s+node\\s*,\\s*(\\d{1,7})\\s+per\\s+project");

  /** Reads {@code 20000 per node, 1000 per project}. */
  public static ConnectionLimits parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "write both limits, like 20000 per node, 1000 per project");
    }
    int node = Integer.parseInt(form.group(1));
    int project = Integer.parseInt(form.group(2));
    if (node < 1 || project < 1 || project > node) {
      throw new IllegalArgumentException("1 <= per project <= per node is required");
    }
    return new ConnectionLimits(node, project);
  }

  @Override
  public String toString() {
    return perNode + " per node, " + perProject + " per project";
  }
}
