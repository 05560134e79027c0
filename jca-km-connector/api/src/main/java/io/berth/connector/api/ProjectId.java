package io.berth.connector.api;

import java.io.Serializable;

/**
 * The name of a tenant. Valid by construction, so a value of this type is safe in a path, a URL, a
 * log line and a metric label.
 */
public record ProjectId(String value) implements Serializable, Comparable<ProjectId> {
  /** The rule, in the words an error shows to a caller. */
  public static final String RULE =
      "1 to 63 characters: a-z, 0-9 and '-', neither first nor last a '-'";

  private static final int LONGEST = 63;

  public ProjectId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("project id must be " + RULE);
    }
  }

  /** Whether {@link #ProjectId(String)} would accept this text; {@code null} is not valid. */
  public static boolean isValid(String value) {
    if (value == null || value.isEmpty() || value.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean inside = i > 0 && i < value.length() - 1;
      boolean fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (inside && c == '-');
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(ProjectId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
