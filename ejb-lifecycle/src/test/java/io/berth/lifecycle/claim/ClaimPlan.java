package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.agent.AgentRows;
import io.berth.lifecycle.database.Database;
import java.util.ArrayList;
import java.util.List;

/** What PostgreSQL does for a claim, as it says itself. The claim is made and rolled back. */
public final class ClaimPlan {
  private ClaimPlan() {}

  /** The plan with its times and buffers, line by line. */
  public static List<String> of(Database database, AgentId agent, Wish wish) throws KmException {
    List<String> lines = new ArrayList<>();
    try {
      database.transact(
          t -> {
            lines.addAll(
                ClaimStatement.bind(
                        t.createQuery("EXPLAIN (ANALYZE, BUFFERS) " + ClaimStatement.TEXT),
                        AgentRows.lock(t, agent).orElseThrow(),
                        wish,
                        ClaimTimes.USUAL)
                    .mapTo(String.class)
                    .list());
            throw new KmException(Problem.CONFLICT, "rolled back");
          });
    } catch (KmException e) {
      if (lines.isEmpty()) {
        throw e;
      }
    }
    return lines;
  }
}
