package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.Agent;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.agent.AgentRows;
import io.berth.lifecycle.database.Database;
import java.util.ArrayList;
import java.util.List;

/**
 * What PostgreSQL does for a claim, as it says itself: the plan for all parameters, which is the
 * one that claims run with. The claim is made and rolled back.
 */
public final class ClaimPlan {
  private static final List<String> PARAMETERS =
      List.of(
          "agent text",
          "skills text[]",
          "everywhere boolean",
          "projects text[]",
          "aging double precision",
          "capacity integer",
          "request text",
          "actor text");

  private ClaimPlan() {}

  /** The plan with its times and buffers, line by line; the agent asks for any task. */
  public static List<String> of(Database database, AgentId id) throws KmException {
    List<String> lines = new ArrayList<>();
    try {
      database.transact(
          t -> {
            Agent agent = AgentRows.lockToClaim(t, id).orElseThrow().agent();
            t.execute("PREPARE claim (" + types() + ") AS " + numbered());
            lines.addAll(
                t.createQuery(
                        "EXPLAIN (ANALYZE, BUFFERS) EXECUTE claim ('%s', '{%s}', true, '{}', %d, %d, NULL, 'plan')"
                            .formatted(
                                agent.id(),
                                String.join(",", agent.skills()),
                                ClaimTimes.USUAL.aging().toSeconds(),
                                agent.capacity()))
                    .mapTo(String.class)
                    .list());
            t.execute("DEALLOCATE claim");
            throw new KmException(Problem.CONFLICT, "rolled back");
          });
    } catch (KmException e) {
      if (lines.isEmpty()) {
        throw e;
      }
    }
    return lines;
  }

  private static String types() {
    return String.join(
        ", ", PARAMETERS.stream().map(p -> p.substring(p.indexOf(' ') + 1)).toList());
  }

  private static String numbered() {
    String text = ClaimStatement.TEXT;
    for (int i = 0; i < PARAMETERS.size(); i++) {
      String name = PARAMETERS.get(i).substring(0, PARAMETERS.get(i).indexOf(' '));
      text = text.replaceAll(":" + name + "\\b", "\\$" + (i + 1));
    }
    return text;
  }
}
