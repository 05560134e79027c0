package io.berth.gateway.platform;

import io.berth.gateway.security.Caller;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One call of a tool: who calls, and who is told what the call waits for, so that it is broken off
 * when the caller hangs up. Made by the servlet for each request.
 */
record Visit(Caller caller, Consumer<CompletableFuture<?>> waits) {
  /** Whoever is gone is given nothing. Called at most once, before the answer is there. */
  void endsWithItsCaller(CompletableFuture<?> wait) {
    waits.accept(wait);
  }
}
