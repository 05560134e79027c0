package io.berth.gateway.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Notices that callers hang up while nothing is read from them and nothing written to them: one
 * thread for all of them, beside the container's own. It looks only at calls that last, so that
 * short ones cost it nothing; it reads no byte of anybody. Sleeps while nobody is watched.
 */
final class CallerWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CallerWatch.class.getName());
  private static final long TICK_MILLIS = 500;

  /** why: calls that begin one after the other grow old one after the other. */
  private static final long SHORTEST_MILLIS = 50;

  private final Selector selector;
  private final Queue<Watched> young = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean asleep = new AtomicBoolean();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = Executors.defaultThreadFactory().newThread(task);
            made.setName("berth-gateway-callers");
            made.setDaemon(true);
            return made;
          });
  private volatile boolean closed;

  CallerWatch() {
    try {
      this.selector = Selector.open();
    } catch (IOException noDescriptor) {
      throw new UncheckedIOException(noDescriptor);
    }
    thread.execute(this::run);
  }

  /**
   * Begins to watch a caller from whom nothing is to be read before {@link Watched#close}: what was
   * read meanwhile would look like an end.
   *
   * @param socket the caller's, as the container has it; anything else is not watched
   * @param gone runs once, on the watch's thread; must not block
   */
  Watched begin(Object socket, Runnable gone) {
    SocketChannel caller = socket instanceof SocketChannel known ? known : null;
    Watched watched = new Watched(caller, gone);
    if (caller != null) {
      young.add(watched);
      if (asleep.compareAndSet(true, false)) {
        selector.wakeup();
      }
    }
    return watched;
  }

  /** One caller that is watched. */
  static final class Watched implements AutoCloseable {
    private final AtomicReference<Runnable> gone;
    private final long since = System.nanoTime();
    private volatile SocketChannel caller;
    private volatile SelectionKey key;

    Watched(SocketChannel caller, Runnable gone) {
      this.caller = caller;
      this.gone = new AtomicReference<>(gone);
    }

    /** From now on its end is nobody's matter here. */
    @Override
    public void close() {
      gone.set(null);
      caller = null;
      SelectionKey registered = key;
      if (registered != null) {
        registered.cancel();
      }
    }

    private boolean isOld(long now) {
      return millisUntilOld(now) <= 0;
    }

    private long millisUntilOld(long now) {
      return TICK_MILLIS - TimeUnit.NANOSECONDS.toMillis(now - since);
    }

    private void register(Selector selector) throws ClosedChannelException {
      SocketChannel watched = caller;
      if (watched != null) {
        key = watched.register(selector, SelectionKey.OP_READ, this);
        if (gone.get() == null) {
          key.cancel();
        }
      }
    }

    private void ended() {
      Runnable told = gone.getAndSet(null);
      if (told != null) {
        told.run();
      }
    }
  }

  private void run() {
    while (!closed) {
      try {
        pause();
        selector.selectedKeys().forEach(CallerWatch::look);
        selector.selectedKeys().clear();
        register();
      } catch (IOException | RuntimeException failure) {
        LOG.log(Level.WARNING, "a look at the callers failed", failure);
      }
    }
  }

  private void pause() throws IOException {
    asleep.set(true);
    boolean nobody = young.isEmpty() && selector.keys().isEmpty();
    if (!nobody) {
      // why: it wakes by itself, and to be woken by each call costs more than the call
      asleep.set(false);
    }
    // why a tick although something may be selected: keys that were cancelled hold sockets open
    selector.select(nobody ? 0 : untilNext());
    asleep.set(false);
  }

  /** How long it may sleep until the next call is old enough to be looked at. */
  private long untilNext() {
    Watched next = young.peek();
    long left = next == null ? TICK_MILLIS : next.millisUntilOld(System.nanoTime());
    return Math.max(SHORTEST_MILLIS, Math.min(TICK_MILLIS, left));
  }

  private void register() {
    long now = System.nanoTime();
    for (Watched next = young.peek(); next != null && next.isOld(now); next = young.peek()) {
      young.poll();
      try {
        next.register(selector);
      } catch (ClosedChannelException gone) {
        next.ended();
      } catch (RuntimeException registered) {
        LOG.log(Level.FINE, "a caller cannot be watched", registered);
      }
    }
  }

  /** Readable, and nothing to read: that is how an end looks, in order or not. */
  private static void look(SelectionKey key) {
    Watched watched = (Watched) key.attachment();
    SocketChannel caller = (SocketChannel) key.channel();
    try {
      if (caller.socket().getInputStream().available() == 0) {
        key.cancel();
        watched.ended();
      } else {
        // why: its next request, sent early; it is there, and what follows is not ours to see
        key.interestOps(0);
      }
    } catch (CancelledKeyException closed) {
      return;
    } catch (IOException gone) {
      key.cancel();
      watched.ended();
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.shutdown();
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warning("the look at the callers does not end");
      }
      selector.close();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (IOException failure) {
      LOG.log(Level.FINE, "the selector did not close", failure);
    }
  }
}
