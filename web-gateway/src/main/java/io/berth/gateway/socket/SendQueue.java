package io.berth.gateway.socket;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Messages on their way to one agent: one is sent, a bounded number waits. Any thread may add one;
 * none ever waits for the agent. When the bound is passed, or a message cannot be sent, it is over.
 */
final class SendQueue {
  /** Of all messages that wait together, in characters. */
  static final int MOST_CHARACTERS = 4 << 20;

  private final Wire wire;
  private final int most;
  private final Runnable overflow;
  private final Runnable broken;
  private final Deque<String> waiting = new ArrayDeque<>(2);
  private long characters;
  private boolean sending;
  private boolean over;
  private Runnable last;

  SendQueue(Wire wire, int most, Runnable overflow, Runnable broken) {
    this.wire = wire;
    this.most = most;
    this.overflow = overflow;
    this.broken = broken;
  }

  /** Sends it when those before it are out. */
  void send(String text) {
    boolean full;
    synchronized (this) {
      if (over) {
        return;
      }
      full = waiting.size() >= most || characters + text.length() > MOST_CHARACTERS;
      if (full) {
        end();
      } else {
        waiting.add(text);
        characters += text.length();
        if (sending) {
          return;
        }
        sending = true;
      }
    }
    if (full) {
      overflow.run();
    } else {
      drain();
    }
  }

  private void drain() {
    for (String next = next(); next != null; next = next()) {
      AtomicBoolean left = new AtomicBoolean();
      wire.send(next, failure -> sent(failure, left));
      // why: what is sent at once goes on in this loop, else the stack would grow with the queue
      if (left.compareAndSet(false, true)) {
        return;
      }
    }
    Runnable then = last();
    if (then != null) {
      then.run();
    }
  }

  private synchronized Runnable last() {
    Runnable then = sending ? null : last;
    last = sending ? last : null;
    return then;
  }

  private void sent(Throwable failure, AtomicBoolean left) {
    if (failure != null) {
      synchronized (this) {
        end();
      }
      broken.run();
    }
    if (!left.compareAndSet(false, true)) {
      drain();
    }
  }

  private synchronized String next() {
    String next = waiting.poll();
    if (next == null) {
      sending = false;
    } else {
      characters -= next.length();
    }
    return next;
  }

  private void end() {
    over = true;
    last = null;
    waiting.clear();
    characters = 0;
  }

  /** Sends what waits and nothing that comes later; then does this once, on any thread. */
  void finish(Runnable then) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      if (sending) {
        last = then;
        return;
      }
    }
    then.run();
  }

  /** Nothing is sent any more. */
  synchronized void close() {
    end();
  }

  /** How many wait. */
  synchronized int size() {
    return waiting.size();
  }
}
