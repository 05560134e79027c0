package io.berth.lifecycle.claim;

/**
 * SQL that finds what ready tasks require, as far as an agent has it, without reading the tasks:
 * the sets of required skills stand in their order in the index {@code task_ready_by_needs}, and
 * from each that does not fit it leaps over all that begin with the same strange skill. So what it
 * reads depends on the skills of the agent and on the sets that fit, not on the length of the
 * board. Text alone; the statements of claims and of waits are made with it.
 */
public final class Needs {
  /**
   * How a set stands in the index: its first six.
   *
   * <p>why the spaces: a colon before a digit would be taken for a parameter
   */
  private static final String FIRST = "ready.required_skills[1 : 6]";

  private static final String READY =
      """
      FROM task ready WHERE ready.project = <project> AND ready.priority = <priority>
        AND ready.state = 'TODO' AND ready.open_dependencies = 0""";

  private static final String LEAPS =
      """
      WITH RECURSIVE leap AS (
        SELECT (SELECT <first> <ready> ORDER BY <first> LIMIT 1) AS needs
        UNION ALL
        SELECT (SELECT <first> <ready>
            AND <first> >= CASE
              -- the next at all: nothing stands between a set and the same with an empty name behind it
              WHEN leap.needs <@ <skills> THEN leap.needs || CAST('' AS text)
              -- the next that has, where this one has its first strange skill, a skill of the agent; if there is none, one place before
              ELSE (SELECT leap.needs[1 : strange.place - 1] || above.skill
                FROM generate_subscripts(leap.needs, 1) AS strange(place)
                CROSS JOIN LATERAL (SELECT min(has.skill) AS skill FROM unnest(<skills>) AS has(skill)
                  WHERE has.skill > leap.needs[strange.place]) above
                WHERE leap.needs[1 : strange.place - 1] <@ <skills> AND above.skill IS NOT NULL
                ORDER BY strange.place DESC LIMIT 1) END
          ORDER BY <first> LIMIT 1)
        FROM leap WHERE leap.needs IS NOT NULL)
      SELECT <what> FROM leap CROSS JOIN LATERAL (
        SELECT ready.* <ready>
          AND <first> = leap.needs AND ready.required_skills <@ <skills> AND <offered>) found
      WHERE leap.needs <@ <skills>""";

  private Needs() {}

  /** Whose tasks, of which priority, and for which skills: expressions of the statement around. */
  public record Of(String project, String priority, String skills) {}

  /**
   * A query for all ready tasks that fit, in no order.
   *
   * @param what what is said of each; the task is {@code found}
   * @param offered what else must be true of it; the task is {@code ready}
   */
  public static String fitting(Of of, String what, String offered) {
    return LEAPS
        .replace("<ready>", READY)
        .replace("<first>", FIRST)
        .replace("<what>", what)
        .replace("<offered>", offered)
        .replace("<project>", of.project)
        .replace("<priority>", of.priority)
        .replace("<skills>", of.skills);
  }
}
