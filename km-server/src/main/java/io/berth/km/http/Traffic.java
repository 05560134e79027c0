package io.berth.km.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the requests in flight and, once it is closed, lets no more in. Request threads enter and
 * leave; the stopping thread waits for the last one.
 */
public final class Traffic {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition empty = lock.newCondition();
  private int inFlight;
  private boolean closed;

  /** False when the process is going down and the request must be refused. */
  boolean enter() {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      inFlight++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inFlight--;
      if (inFlight == 0) {
        empty.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  public int inFlight() {
    lock.lock();
    try {
      return inFlight;
    } finally {
      lock.unlock();
    }
  }

  public boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets nobody in any more and waits for those inside; false if some were still there after the
   * time.
   */
  public boolean drain(long timeoutMillis) {
    lock.lock();
    try {
      closed = true;
      long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
      while (inFlight > 0 && left > 0) {
        left = empty.awaitNanos(left);
      }
      return inFlight == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
