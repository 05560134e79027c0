package io.berth.lifecycle.job;

import java.util.Locale;

/** What background work is about. */
public enum JobKind {
  /** Documents are brought into a project's KM. */
  IMPORT,
  /** Tasks for all that a project is to be. */
  CREATE_PROJECT,
  /** Tasks for a feature of a project. */
  ADD_FEATURE,
  /** A model looks at a blocker; what it says is written into the task's history. */
  ADVISE_BLOCKER;

  /** The spelling in JSON and in the database. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean of(Job job) {
    return job.kind().equals(label());
  }
}
