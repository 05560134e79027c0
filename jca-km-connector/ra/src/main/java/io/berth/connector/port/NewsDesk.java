package io.berth.connector.port;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Keeps news in the order they were added and tells them one after the other. They are added under
 * the lock of whoever has them and told outside it, by one of the threads that ask for it.
 */
final class NewsDesk {
  private static final Logger LOG = System.getLogger(NewsDesk.class.getName());

  private final Consumer<PortNews> listener;
  private final Queue<PortNews> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger asked = new AtomicInteger();

  NewsDesk(Consumer<PortNews> listener) {
    this.listener = listener;
  }

  void add(PortNews news) {
    waiting.add(news);
  }

  /** Tells what waits, unless another thread does it already: then that one goes on. */
  void tell() {
    if (asked.getAndIncrement() > 0) {
      return;
    }
    int seen;
    do {
      seen = asked.get();
      for (PortNews next = waiting.poll(); next != null; next = waiting.poll()) {
        tell(next);
      }
    } while (!asked.compareAndSet(seen, 0));
  }

  private void tell(PortNews news) {
    try {
      listener.accept(news);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "nobody heard that " + news.text(), e);
    }
  }
}
