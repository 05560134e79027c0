package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What background work is about. */
public enum JobKind {
  /** Documents are brought into a project's KM. */
  IMPORT(About.KNOWLEDGE, true),
  /** Tasks for all that a project is to be. */
  CREATE_PROJECT(About.BOARD, true),
  /** Tasks for a feature of a project. */
  ADD_FEATURE(About.BOARD, true),
  /** A model looks at a blocker; what it says is written into the task's history. */
  ADVISE_BLOCKER(About.BOARD, true),
  /** Board and knowledge of a project are looked through; what was found is kept. */
  ANALYSIS(About.KNOWLEDGE, false),
  /** The search indexes of a project's KM are made anew. */
  REINDEX(About.KNOWLEDGE, false);

  /** All that this node knows. */
  static final List<JobKind> ALL = List.of(values());

  private enum About {
    BOARD,
    KNOWLEDGE
  }

  private final About about;
  private final boolean hasInput;

  JobKind(About about, boolean hasInput) {
    this.about = about;
    this.hasInput = hasInput;
  }

  /** The spelling in JSON and in the database. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of that spelling, if there is one. */
  public static Optional<JobKind> named(String label) {
    for (JobKind kind : values()) {
      if (kind.label().equals(label)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /**
   * The kind of a job.
   *
   * @throws KmException UNAVAILABLE for one that only newer nodes know
   */
  public static JobKind kind(Job job) throws KmException {
    return named(job.kind())
        .orElseThrow(
            () ->
                new KmException(
                    Problem.UNAVAILABLE,
                    "job "
                        + job.id()
                        + " is of the kind '"
                        + job.kind()
                        + "', which this node is too old for: a node that was upgraded carries it"
                        + " out, and answers for it"));
  }

  /**
   * The name of its executions for the scheduler, whose statements pass over names that it was not
   * told: so a kind waits for a node that knows it. The kinds that all nodes know share a name;
   * each that comes later has its own.
   */
  String execution() {
    return switch (this) {
      case IMPORT, CREATE_PROJECT, ADD_FEATURE, ADVISE_BLOCKER, ANALYSIS, REINDEX -> "job";
    };
  }

  /** Whether it makes tasks of words, which cannot be called off once it began. */
  boolean plans() {
    return this == CREATE_PROJECT || this == ADD_FEATURE;
  }

  /** Whether it is about a project as a whole rather than about the tasks on its board. */
  public boolean ofWholeProject() {
    return about == About.KNOWLEDGE;
  }

  /** Whether it was sent something that it cannot do without. */
  boolean hasInput() {
    return hasInput;
  }
}
