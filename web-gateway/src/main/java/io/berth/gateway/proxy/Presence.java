package io.berth.gateway.proxy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * Whether the caller of one call is still there, and what is broken off when it is not. Watched
 * only while the call waits for others; steps of the call say in turn what they wait for.
 */
final class Presence {
  private final Shared shared;
  private final Inbound in;
  private CallerWatch.Watched watched;
  private volatile Runnable breakOff = () -> {};
  private volatile boolean gone;

  Presence(Shared shared, Inbound in) {
    this.shared = shared;
    this.in = in;
  }

  /** From now on until {@link #end}; only once nothing is read from the caller any more. */
  void watch() {
    if (watched == null) {
      watched = shared.callers().begin(in.socket(), this::left);
    }
  }

  /** What to break off from now on; at once if the caller is gone already. May run twice. */
  void whenGone(Runnable what) {
    breakOff = what;
    if (gone) {
      what.run();
    }
  }

  /** why: who waits for nobody any more takes the room of those who are still there. */
  void endsWithItsCaller(CompletableFuture<?> wait, RequestBody body) {
    if (body.isRetained()) {
      watch();
      whenGone(() -> wait.cancel(false));
    }
  }

  boolean isGone() {
    return gone;
  }

  /** Before the connection may serve its next request. */
  void end() {
    if (watched != null) {
      watched.close();
    }
  }

  private void left() {
    gone = true;
    try {
      shared.workers().execute(breakOff);
    } catch (RejectedExecutionException none) {
      breakOff.run();
    }
  }
}
