package io.berth.gateway.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.process.ProcessView;
import io.berth.lifecycle.process.ProjectLifecycle;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What follows a command about a process: the caller's view of it, at the command's end or, if the
 * caller does not wait, at once. The command itself goes on in either case. No thread waits.
 */
final class ProcessCommands {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** What a caller gets: the process, and whether the command is over. */
  record Outcome(ProcessView view, boolean over) {}

  private final ProjectLifecycle lifecycle;
  private final Executor executor;

  ProcessCommands(ProjectLifecycle lifecycle, Executor executor) {
    this.lifecycle = lifecycle;
    this.executor = executor;
  }

  CompletionStage<Outcome> outcome(
      ProjectId project, CompletionStage<ProcessSnapshot> command, boolean wait) {
    var done = command.toCompletableFuture();
    if (!wait && !done.isDone()) {
      return done.newIncompleteFuture()
          .completeAsync(() -> null, executor)
          .thenApply(nothing -> view(project, false));
    }
    return done.thenApply(snapshot -> true)
        .orTimeout(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)
        .thenApplyAsync(over -> view(project, over), executor);
  }

  private Outcome view(ProjectId project, boolean over) {
    try {
      return new Outcome(lifecycle.process(project), over);
    } catch (KmException e) {
      throw new CompletionException(e);
    }
  }
}
