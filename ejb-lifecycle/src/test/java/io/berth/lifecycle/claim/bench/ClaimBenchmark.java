package io.berth.lifecycle.claim.bench;

import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.claim.ClaimPlan;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long a claim takes on a long board, against a real PostgreSQL of its own. Started by {@code
 * benchmarks/claims.sh} with: tasks, claims a second, seconds, the file for the plan. Prints one
 * row of a table.
 */
public final class ClaimBenchmark {
  private static final int AGENTS = 300;
  private static final int REFILL = 20;
  private static final int WARM = 20;

  private final WorkWorld world;
  private final Board board;
  private final BlockingQueue<AgentId> free;
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger nothing = new AtomicInteger();
  private final ExecutorService refill = Executors.newSingleThreadExecutor();

  private ClaimBenchmark(WorkWorld world) throws Exception {
    this.world = world;
    world.project("alpha");
    board = new Board(world);
    free = new LinkedBlockingQueue<>(board.agents(AGENTS));
  }

  /** Measures. */
  public static void main(String[] arguments) throws Exception {
    int tasks = Integer.parseInt(arguments[0]);
    double rate = Double.parseDouble(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    System.err.println("the disk alone: " + DiskProbe.run());
    try (TestPostgres postgres = TestPostgres.make();
        WorkWorld world = new WorkWorld(postgres.newDatabase())) {
      new ClaimBenchmark(world).measure(tasks, rate, seconds, Path.of(arguments[3]));
    }
  }

  private void measure(int tasks, double rate, int seconds, Path plan) throws Exception {
    long start = System.nanoTime();
    board.add(tasks);
    double made = (System.nanoTime() - start) / 1e9;
    // why: a JVM compiles what it runs often, PostgreSQL reads its pages once
    OpenLoop.run(rate, WARM, 1, this::claim);
    nothing.set(0);
    OpenLoop.Times open = OpenLoop.run(rate, seconds, 2, this::claim);
    double most = closed(seconds / 2);
    refill.shutdown();
    Files.write(plan, ClaimPlan.of(world.database, free.take()));
    System.out.printf(
        Locale.ROOT,
        "| %,d | %.0f s | %.0f | %.0f | %.1f | %.1f | %.1f | %.1f | %d | %d | %.0f |%n",
        tasks,
        made,
        rate,
        open.perSecond(),
        open.at(50),
        open.at(99),
        open.at(99.9),
        open.at(100),
        open.failed(),
        nothing.get(),
        most);
  }

  /** One claim, timed to its answer; then the task is finished, and the board filled up again. */
  private long claim() throws Exception {
    AgentId agent = free.take();
    try {
      Offer offer = world.request(agent);
      final long answered = System.nanoTime();
      if (offer instanceof Offer.Work work) {
        finish(agent, work.assignment());
      } else {
        nothing.incrementAndGet();
      }
      return answered;
    } finally {
      free.add(agent);
    }
  }

  private void finish(AgentId agent, Assignment mine) throws Exception {
    world.report(agent, mine.task().id(), mine.attempt(), WorkWorld.done());
    if (finished.incrementAndGet() % REFILL == 0) {
      refill.submit(
          () -> {
            board.add(REFILL);
            return null;
          });
    }
  }

  /** Claims a second, each finished, of eight callers who do nothing else. */
  private double closed(int seconds) throws Exception {
    long until = System.nanoTime() + seconds * 1_000_000_000L;
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Callable<Integer> caller =
        () -> {
          int count = 0;
          for (; System.nanoTime() < until; count++) {
            claim();
          }
          return count;
        };
    List<Future<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      callers.add(threads.submit(caller));
    }
    double all = 0;
    for (Future<Integer> one : callers) {
      all += one.get();
    }
    threads.shutdown();
    return all / seconds;
  }
}
