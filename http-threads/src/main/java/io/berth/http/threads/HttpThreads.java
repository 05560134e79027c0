package io.berth.http.threads;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.glassfish.grizzly.memory.MemoryManager;
import org.glassfish.grizzly.threadpool.FixedThreadPool;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;

/**
 * Grizzly's pool of a fixed number of threads, few of them at work as long as those get on. Named
 * as the class of the listener's thread pool; made by the container while it starts. Refuses what
 * comes when too much waits.
 */
public final class HttpThreads extends FixedThreadPool {
  private static final String NAME = "http-thread-pool";

  /** More than may wait for their KM on a thread of the container. */
  private static final int THREADS = 200;

  /** As many as one project has places, so that nobody of the few stands in its queue. */
  private static final int FEW = 16;

  private static final int FEW_PER_PROCESSOR = 8;

  /**
   * why more than agents may be connected: each connection waits there once at most, and the server
   * never hears again of one that finds no place.
   */
  private static final int MOST_WAITING = 32_768;

  private final int mostWaiting;
  private final Watch watch;

  /** Called by the container, by reflection. */
  public HttpThreads() {
    this(THREADS, few(Runtime.getRuntime().availableProcessors()), MOST_WAITING);
  }

  HttpThreads(int threads, int few, int mostWaiting) {
    this(threads, mostWaiting, new Watched(threads, few));
  }

  private HttpThreads(int threads, int mostWaiting, Watched watched) {
    super(
        ThreadPoolConfig.defaultConfig()
            .copy()
            .setPoolName(NAME)
            .setCorePoolSize(threads)
            .setMaxPoolSize(threads)
            .setThreadFactory(
                ListenerThread.of(
                    NAME, MemoryManager.DEFAULT_MEMORY_MANAGER, () -> !watched.queue.isEmpty()))
            .setQueue(watched.queue));
    this.mostWaiting = mostWaiting;
    this.watch = watched.watch;
    watch.start();
  }

  static int few(int processors) {
    return Math.min(THREADS, Math.max(FEW, FEW_PER_PROCESSOR * processors));
  }

  /** why here and not in the queue: what ends the threads must always find a place in it. */
  @Override
  public void execute(Runnable task) {
    if (getQueue().size() >= mostWaiting) {
      onTaskQueueOverflow();
      throw new RejectedExecutionException(mostWaiting + " tasks wait for a thread already");
    }
    super.execute(task);
  }

  @Override
  public void shutdown() {
    super.shutdown();
    watch.end();
  }

  @Override
  public List<Runnable> shutdownNow() {
    List<Runnable> never = super.shutdownNow();
    watch.end();
    return never;
  }

  /** The queue and its watch, which know each other. */
  private static final class Watched {
    private final LastIdleFirst<Runnable> queue;
    private final Watch watch;

    Watched(int threads, int few) {
      Reinforcement policy = new Reinforcement(Runtime.getRuntime().availableProcessors());
      queue = new LastIdleFirst<>(threads, few, this::wake);
      watch = new Watch(NAME + "-watch", () -> !queue.isEmpty(), () -> queue.look(policy));
    }

    private void wake() {
      watch.wake();
    }
  }
}
