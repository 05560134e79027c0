package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether what is held is held well. Blocks on the database, which alone is asked. */
public interface ClaimHealth {
  /** The most rows that one look reads. */
  int MOST = 1_000;

  /**
   * What was seen, and what it means.
   *
   * @param watched whether some server looks after leases now
   * @param interval how often it does
   * @param issues what is wrong, the worst first
   */
  record Checkup(
      ClaimPicture picture, boolean watched, Duration interval, List<ClaimIssue> issues) {
    public Checkup {
      issues = List.copyOf(issues);
    }
  }

  /**
   * What the database says at this moment.
   *
   * @param projects of these only; empty: of all
   */
  Checkup look(Optional<List<ProjectId>> projects) throws KmException;
}
