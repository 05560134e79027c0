package io.berth.lifecycle.advice;

import java.util.List;

/**
 * What the board knows around a task whose holder is stuck. Immutable; a few of each.
 *
 * @param waiting tasks that cannot begin before this one is done
 * @param named tasks that the words name, or whose files they name
 * @param helpers agents who have its skills or finished something like it
 * @param solved blockers like it, of tasks that are done
 */
public record Surroundings(
    List<Other> waiting, List<Other> named, List<Helper> helpers, List<Solved> solved) {
  /** Nothing is known. */
  public static final Surroundings NONE =
      new Surroundings(List.of(), List.of(), List.of(), List.of());

  public Surroundings {
    waiting = List.copyOf(waiting);
    named = List.copyOf(named);
    helpers = List.copyOf(helpers);
    solved = List.copyOf(solved);
  }

  /**
   * Another task.
   *
   * @param state as in JSON
   * @param holder who holds it; empty: nobody
   * @param file the file of it that the words name; empty: the task itself is named
   */
  public record Other(String id, String name, String state, String holder, String file) {}

  /**
   * An agent who may know.
   *
   * @param skills which of the wanted skills it has
   * @param finished the task like this one that it finished; empty: none
   */
  public record Helper(String agent, List<String> skills, String finished) {
    public Helper {
      skills = List.copyOf(skills);
    }
  }

  /** A blocker like it, and what its holder said when the task was done. */
  public record Solved(String task, String agent, String blocker, String solution) {}
}
