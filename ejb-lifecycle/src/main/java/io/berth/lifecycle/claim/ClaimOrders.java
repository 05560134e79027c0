package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import java.util.Optional;

/** What an operator may do about a claim. Blocks on the database. */
public interface ClaimOrders {
  /**
   * Takes a task from its holder, whose later reports are refused; with {@code next} it is then
   * offered to that agent alone for a time, also if nobody held it.
   *
   * @throws KmException NO_SUCH_TASK, NO_SUCH_AGENT, CONFLICT if nobody holds it, or the next agent
   *     has not the skills
   */
  Task takeBack(TaskId id, Optional<AgentId> next, String reason, String actor) throws KmException;

  /**
   * A person says that it is done. Who holds it is told, and it counts as that one's; a completion
   * that this one reports later is answered as done. The same again changes nothing.
   *
   * @throws KmException NO_SUCH_TASK, CONFLICT if it waits for others or is called off
   */
  Task finish(TaskId id, String reason, String actor) throws KmException;
}
