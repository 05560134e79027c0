package io.berth.http.threads;

import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A thread that looks once a millisecond while something waits, and sleeps otherwise. Lives as long
 * as the pool it watches.
 */
final class Watch implements Runnable {
  private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(1);

  private final BooleanSupplier waiting;
  private final Runnable look;
  private final Thread thread;
  private volatile boolean awake;
  private volatile boolean over;

  Watch(String name, BooleanSupplier waiting, Runnable look) {
    this.waiting = waiting;
    this.look = look;
    this.thread = Executors.defaultThreadFactory().newThread(this);
    thread.setName(name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Something waits. Costs a look at a field while it is awake. */
  void wake() {
    if (!awake) {
      LockSupport.unpark(thread);
    }
  }

  /** It ends once nothing waits any more: what ends the threads waits in their queue, too. */
  void end() {
    over = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    do {
      awake = true;
      while (waiting.getAsBoolean()) {
        LockSupport.parkNanos(this, BETWEEN_LOOKS);
        look.run();
      }
      awake = false;
      // why again: who found it awake meanwhile did not wake it
      if (!waiting.getAsBoolean() && !over) {
        LockSupport.park(this);
      }
    } while (!over || waiting.getAsBoolean());
  }
}
