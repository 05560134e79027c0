package io.berth.mcp;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Answers that may come later. Pure. */
final class Later {
  private Later() {}

  /** What really failed. */
  static Throwable cause(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  /** The answer of tools that never wait: it is there already. */
  static <T> T now(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException defect) {
        throw defect;
      }
      throw e;
    }
  }
}
