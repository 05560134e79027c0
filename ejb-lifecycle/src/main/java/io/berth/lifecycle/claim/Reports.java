package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;

/** Takes what holders of tasks report. Acknowledged means durable. Blocks on the database. */
public interface Reports {
  /**
   * Takes one.
   *
   * @throws KmException NO_SUCH_TASK; STALE_ATTEMPT when the claim is over or another's: the report
   *     is kept in the task's history and changes nothing; CONFLICT, INVALID
   */
  Receipt take(Report report) throws KmException;
}
