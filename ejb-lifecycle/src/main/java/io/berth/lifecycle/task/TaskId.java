package io.berth.lifecycle.task;

import io.berth.connector.api.ProjectId;
import java.util.regex.Pattern;

/** The name of a task: its project's, a dash and a number. Valid by construction. */
public record TaskId(ProjectId project, long number) {
  /** What a name must look like, in words. */
  public static final String RULE = "a project's id, a dash and a number, such as alpha-17";

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException with the rule
   */
  public static TaskId of(String text) {
    if (!isValid(text)) {
      throw new IllegalArgumentException("a task id is " + RULE);
    }
    int dash = text.lastIndexOf('-');
    return new TaskId(
        new ProjectId(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
  }

  /** Whether {@link #of} takes it. */
  public static boolean isValid(String text) {
    int dash = text.lastIndexOf('-');
    return dash >= 1
        && ProjectId.isValid(text.substring(0, dash))
        && NUMBER.matcher(text.substring(dash + 1)).matches();
  }

  @Override
  public String toString() {
    return project.value() + "-" + number;
  }
}
