package io.berth.acceptance.streams;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at the server twice a second, on a thread of its own, and keeps the largest figures. */
final class Sampler implements AutoCloseable {
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private ServerFigures most;

  Sampler() throws IOException {
    most = ServerFigures.now();
    clock.scheduleWithFixedDelay(this::look, 0, 500, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      ServerFigures now = ServerFigures.now();
      synchronized (this) {
        most =
            new ServerFigures(
                Math.max(most.heapKib(), now.heapKib()),
                Math.max(most.residentKib(), now.residentKib()),
                Math.max(most.threads(), now.threads()),
                Math.max(most.descriptors(), now.descriptors()),
                Math.max(most.writtenKib(), now.writtenKib()),
                Math.max(most.hiddenKib(), now.hiddenKib()));
      }
    } catch (IOException | IllegalStateException between) {
      return; // why: one look that fails is one look less
    }
  }

  synchronized ServerFigures most() {
    return most;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
