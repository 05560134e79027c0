package io.berth.lifecycle.task;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.Skills;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** What a task must look like before it is stored. Pure. */
public final class TaskRules {
  /** Tasks in one batch. */
  public static final int MOST_IN_BATCH = 500;

  /** Characters of a comment, a message, evidence or handed-back work. */
  public static final int LONGEST_TEXT = 65_536;

  static final int MOST_DEPENDENCIES = 200;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_FILES = 200;
  private static final int LONGEST_FILE = 512;
  private static final int MOST_ATTEMPTS = 1_000;
  private static final double MOST_HOURS = 100_000;

  private TaskRules() {}

  /** The words in the form in which they are kept. */
  static TaskWords check(TaskWords words) throws KmException {
    String name = words.name();
    if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(c -> c < ' ')) {
      throw invalid(
          "'name' must be 1 to " + LONGEST_NAME + " characters without control characters");
    }
    text("description", words.description());
    if (words.estimatedHours().isPresent()) {
      double hours = words.estimatedHours().getAsDouble();
      if (!(hours >= 0 && hours <= MOST_HOURS)) {
        throw invalid("'estimatedHours' must be from 0 to " + (long) MOST_HOURS);
      }
    }
    if (words.maxAttempts() < 1 || words.maxAttempts() > MOST_ATTEMPTS) {
      throw invalid("'maxAttempts' must be from 1 to " + MOST_ATTEMPTS);
    }
    lease("lease", words.lease().working());
    lease("validatingLease", words.lease().validating());
    lease("waitingLease", words.lease().waiting());
    budget(words.budget());
    return new TaskWords(
        name,
        words.description(),
        words.priority(),
        Skills.of("labels", words.labels()),
        Skills.of("requiredSkills", words.requiredSkills()),
        Skills.of("preferredSkills", words.preferredSkills()),
        files(words.files()),
        words.estimatedHours(),
        words.dueAt(),
        words.maxAttempts(),
        words.lease(),
        words.budget());
  }

  /** A long text, which PostgreSQL can hold. */
  public static void text(String field, String text) throws KmException {
    if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
      throw invalid(
          "'" + field + "' must be at most " + LONGEST_TEXT + " characters and without NUL");
    }
  }

  private static void lease(String field, Duration time) throws KmException {
    if (time.compareTo(LeaseTerms.SHORTEST) < 0 || time.compareTo(LeaseTerms.LONGEST) > 0) {
      throw invalid(
          "'" + field + "' must be from " + LeaseTerms.SHORTEST + " to " + LeaseTerms.LONGEST);
    }
  }

  private static void budget(Budget budget) throws KmException {
    if (budget.tokens().isPresent() && budget.tokens().getAsLong() < 1) {
      throw invalid("'budgetTokens' must be at least 1; null for no limit");
    }
    if (budget.time().isPresent() && budget.time().get().toSeconds() < 1) {
      throw invalid("'budgetTime' must be at least PT1S; null for no limit");
    }
  }

  private static List<String> files(List<String> paths) throws KmException {
    TreeSet<String> known = new TreeSet<>();
    for (String path : paths) {
      known.add(file(path));
    }
    if (known.size() > MOST_FILES) {
      throw invalid("'files' has more than " + MOST_FILES + " entries");
    }
    return List.copyOf(known);
  }

  /** why one spelling: {@code ./a//b} and {@code a/b} are one file, so they must be one row */
  private static String file(String path) throws KmException {
    StringBuilder plain = new StringBuilder();
    for (String part : path.split("/")) {
      if (part.equals("..") || part.chars().anyMatch(c -> c < ' ')) {
        throw invalid("'files': a path must not have '..' or control characters");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        plain.append(plain.isEmpty() ? "" : "/").append(part);
      }
    }
    if (path.startsWith("/") || plain.isEmpty() || plain.length() > LONGEST_FILE) {
      throw invalid(
          "'files': each must be a path within the project, at most "
              + LONGEST_FILE
              + " characters, and not begin with '/'");
    }
    return plain.toString();
  }

  static KmException invalid(String detail) {
    return new KmException(Problem.INVALID, detail);
  }
}
