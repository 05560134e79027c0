package io.berth.lifecycle.connector;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Between stages and blocking code, with failures as {@link KmException}. */
public final class Stages {
  /** Something that blocks and fails as our things do. */
  @FunctionalInterface
  public interface Blocking<T> {
    /** Does it. */
    T get() throws KmException;
  }

  private Stages() {}

  /** Waits for a stage, no longer than the patience. */
  public static <T> T await(CompletionStage<T> stage, Duration patience, String what)
      throws KmException {
    try {
      return stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw asKm(e.getCause(), what);
    } catch (TimeoutException e) {
      throw new KmException(Problem.UNAVAILABLE, what + " was not over after " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KmException(Problem.UNAVAILABLE, what + " was interrupted", e);
    }
  }

  /** Runs what blocks on the executor. */
  public static <T> CompletableFuture<T> supply(Executor executor, Blocking<T> blocking) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      executor.execute(
          () -> {
            try {
              result.complete(blocking.get());
            } catch (KmException | RuntimeException e) {
              result.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(
          new KmException(Problem.OVERLOADED, "this node has no thread left for it", e));
    }
    return result;
  }

  /** The failure below the wrappers that stages put round it. */
  public static KmException asKm(Throwable failure, String what) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof KmException km) {
      return km;
    }
    return new KmException(Problem.UNAVAILABLE, what + " failed: " + cause, cause);
  }
}
