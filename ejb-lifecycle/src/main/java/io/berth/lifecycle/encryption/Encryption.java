package io.berth.lifecycle.encryption;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Encryption at rest for those outside: what is encrypted, and what an administrator can do. */
public interface Encryption {
  /**
   * How it is with one project.
   *
   * @param version which of its keys it has; 0: none
   * @param master the id of the master key that wraps it
   * @param changing what is under way, if anything is
   */
  record State(
      ProjectId project, int version, Optional<String> master, Optional<KeyChange> changing) {
    /** Whether its data is encrypted. */
    public boolean encrypted() {
      return version > 0;
    }
  }

  /** How many keys of projects a master key wraps, and whether this node has it. */
  record Wrapping(String master, long projects, boolean here) {}

  /**
   * How it is altogether.
   *
   * @param forNewProjects whether new projects are encrypted
   * @param master the id of the key that wraps new ones
   */
  record Summary(
      boolean forNewProjects,
      Optional<String> master,
      List<Wrapping> wrappings,
      List<State> changing) {}

  /** What a rotation did. */
  record Rotation(String master, long rewrapped) {}

  /** One project; it need not have a key. */
  State state(ProjectId project) throws KmException;

  /** All of it. */
  Summary summary() throws KmException;

  /**
   * Stops the project and changes its key; done already is done. Completes when the project may
   * start again. Whoever asks again after an interruption finishes what was begun.
   */
  CompletionStage<State> change(ProjectId project, KeyChange kind, String actor);

  /** Wraps every key by the current master key, all or none. */
  Rotation rotateMaster(String actor) throws KmException;
}
