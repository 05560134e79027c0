package io.berth.lifecycle.task;

import java.util.List;
import java.util.Optional;

/**
 * A task to be made, one of a batch.
 *
 * @param key a name that others of the same batch may use for it
 * @param dependencies ids of tasks of the project, or keys of the batch
 * @param parent the same, for the task that it is a part of
 * @param parked not to be handed out yet
 */
public record NewTask(
    Optional<String> key,
    TaskWords words,
    List<String> dependencies,
    Optional<String> parent,
    boolean parked) {
  public NewTask {
    dependencies = List.copyOf(dependencies);
  }
}
