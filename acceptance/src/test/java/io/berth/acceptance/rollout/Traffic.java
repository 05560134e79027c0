package io.berth.acceptance.rollout;

import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Replay-safe requests to one project after the other, without a pause, until it is closed. */
final class Traffic implements AutoCloseable {
  /** An answer that was not 200. */
  record Failure(String project, String what) {}

  private static final int THREADS = 4;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final AtomicInteger next = new AtomicInteger();
  private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
  private final Api admin = Api.admin();
  private volatile boolean over;

  Traffic(List<String> projects) {
    for (int i = 0; i < THREADS; i++) {
      threads.execute(() -> run(projects));
    }
  }

  private void run(List<String> projects) {
    while (!over) {
      String project = projects.get(Math.floorMod(next.getAndIncrement(), projects.size()));
      try {
        Reply reply = admin.get("/projects/" + project + "/km/count");
        if (reply.status() != 200) {
          failures.add(new Failure(project, reply.status() + " " + reply.body()));
        }
      } catch (IllegalStateException e) {
        failures.add(new Failure(project, String.valueOf(e.getMessage())));
      }
    }
  }

  /** So many more were sent. */
  void awaitMore(int count) {
    int from = next.get();
    await().atMost(Duration.ofSeconds(120)).until(() -> next.get() >= from + count);
  }

  int sent() {
    return next.get();
  }

  List<Failure> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    threads.shutdown();
    if (!threads.awaitTermination(100, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a request hangs");
    }
  }
}
