package io.berth.lifecycle.advice;

import java.util.List;

/**
 * What might help against a blocker, in the fields of the originals.
 *
 * @param kind what sort of blocker it is taken for
 * @param estimatedHours until it is out of the way
 * @param advisor {@code rules} or {@code model}
 * @param reason why that one
 */
public record Suggestions(
    String kind,
    String rootCause,
    String impact,
    List<String> steps,
    List<String> resources,
    double estimatedHours,
    boolean escalate,
    List<String> prevention,
    List<String> learning,
    List<String> collaborators,
    String advisor,
    String reason) {
  public Suggestions {
    steps = List.copyOf(steps);
    resources = List.copyOf(resources);
    prevention = List.copyOf(prevention);
    learning = List.copyOf(learning);
    collaborators = List.copyOf(collaborators);
  }

  /** The same, and why it was that one. */
  public Suggestions because(String why) {
    return new Suggestions(
        kind,
        rootCause,
        impact,
        steps,
        resources,
        estimatedHours,
        escalate,
        prevention,
        learning,
        collaborators,
        advisor,
        why);
  }
}
