package io.berth.gateway.api;

import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;

/** Reads query parameters, with an error that names them. Pure. */
public final class Queries {
  private Queries() {}

  /** A whole number within bounds; {@code otherwise} when it is absent. */
  public static long number(String name, String text, long least, long most, long otherwise) {
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // why: told below like a number out of bounds
    }
    throw invalid("'" + name + "' must be a whole number from " + least + " to " + most);
  }

  /** {@code true} or {@code false}; {@code otherwise} when it is absent. */
  public static boolean flag(String name, String text, boolean otherwise) {
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw invalid("'" + name + "' must be true or false");
  }

  /** Ends the request because of its query. */
  public static ProblemException invalid(String detail) {
    return new ProblemException(ProblemDetail.invalid(detail));
  }
}
