package io.berth.km;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The projects of a shared process, each at most once, a bounded number. Whatever fails while one
 * is opened, worked with or closed concerns that one alone. Called by threads that carry out
 * orders; an order about a project whose opening is under way waits for that.
 */
final class Tenants {
  private static final long DRAIN_MILLIS = 8_000;
  private static final long STORE_MILLIS = 6_000;

  private final Tenant.Common common;
  private final int most;
  private final Semaphore room;
  private final Map<String, Seat> seats = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Tenants(Tenant.Common common, int most) {
    this.common = common;
    this.most = most;
    this.room = new Semaphore(most);
  }

  private record Seat(long generation, CompletableFuture<Tenant> tenant) {}

  /** Opens a project that is not open here. */
  void open(KmArguments arguments) throws StartFailure {
    String project = arguments.project();
    Seat mine = new Seat(arguments.generation(), new CompletableFuture<>());
    Seat other = seats.putIfAbsent(project, mine);
    if (other != null) {
      throw new StartFailure(
          ExitCode.DATA_LOCKED,
          project + " is open here already, as generation " + other.generation());
    }
    boolean opened = false;
    boolean roomy = room.tryAcquire();
    try {
      if (!roomy || closed) {
        throw new StartFailure(
            ExitCode.FAILED,
            closed ? "the process is going down" : most + " projects are open here already");
      }
      mine.tenant().complete(Tenant.open(arguments, common));
      opened = true;
    } finally {
      if (!opened) {
        leave(project, mine, roomy);
        mine.tenant().cancel(false);
      }
    }
    if (closed) {
      close(project, arguments.generation()); // why: it came after those that were closed
      throw new StartFailure(ExitCode.FAILED, "the process is going down");
    }
  }

  /** Closes this generation of a project; nothing happens if it is not open here. */
  void close(String project, long generation) {
    Seat seat = seats.get(project);
    if (seat == null || seat.generation() != generation) {
      return;
    }
    Tenant tenant;
    try {
      tenant = seat.tenant().join();
    } catch (CompletionException | CancellationException e) {
      return; // why: it could not be opened, and has left
    }
    try {
      tenant.close(DRAIN_MILLIS);
    } finally {
      leave(project, seat, true);
    }
  }

  private void leave(String project, Seat seat, boolean roomy) {
    if (seats.remove(project, seat) && roomy) {
      room.release();
    }
  }

  /** Who is open, or about to be. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    seats.forEach((project, seat) -> names.add(project + "#" + seat.generation()));
    return names;
  }

  int inFlight() {
    return present().stream().mapToInt(Tenant::inFlight).sum();
  }

  /** House-keeping of every project; a failure is that project's own. */
  void maintain() {
    for (Tenant tenant : present()) {
      try {
        tenant.maintain();
      } catch (RuntimeException e) {
        Log.failure("The maintenance of a project failed", e);
      }
    }
  }

  /** Closes everything, all at the same time, and lets nobody in any more. */
  void closeAll() {
    closed = true;
    ExecutorService closing = Executors.newCachedThreadPool();
    seats.forEach((project, seat) -> closing.execute(() -> close(project, seat.generation())));
    closing.shutdown();
    try {
      if (!closing.awaitTermination(DRAIN_MILLIS + STORE_MILLIS, TimeUnit.MILLISECONDS)) {
        Log.warning("Projects " + names() + " could not be closed in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Tenant> present() {
    List<Tenant> present = new ArrayList<>();
    for (Seat seat : seats.values()) {
      if (seat.tenant().isDone() && !seat.tenant().isCompletedExceptionally()) {
        present.add(seat.tenant().join());
      }
    }
    return present;
  }
}
