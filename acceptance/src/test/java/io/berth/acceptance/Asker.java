package io.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks for one path again and again while a server comes up, until it is closed. */
public final class Asker implements AutoCloseable {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Set<Integer> seen = ConcurrentHashMap.newKeySet();
  private final Api admin = Api.admin();

  public Asker(String path) {
    thread.scheduleWithFixedDelay(() -> ask(path), 0, 20, TimeUnit.MILLISECONDS);
  }

  private void ask(String path) {
    try {
      seen.add(admin.get(path).status());
    } catch (IllegalStateException refused) {
      return; // why: nobody listens yet
    }
  }

  /** The statuses of all answers so far. */
  public Set<Integer> seen() {
    return Set.copyOf(seen);
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      assertThat(thread.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
