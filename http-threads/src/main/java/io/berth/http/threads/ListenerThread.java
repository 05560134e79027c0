package io.berth.http.threads;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.memory.MemoryManager;
import org.glassfish.grizzly.memory.ThreadLocalPool;
import org.glassfish.grizzly.memory.ThreadLocalPoolProvider;
import org.glassfish.grizzly.threadpool.DefaultWorkerThread;

/**
 * Grizzly's thread that also says whether others wait for a thread: what runs on it and is about to
 * wait for a moment may give its turn away instead. It is asked as a {@link BooleanSupplier}, the
 * JDK's own, because an application cannot see this class. Any thread may ask.
 */
final class ListenerThread extends DefaultWorkerThread implements BooleanSupplier {
  private final BooleanSupplier othersWait;

  private ListenerThread(
      String name, ThreadLocalPool<?> buffers, Runnable task, BooleanSupplier othersWait) {
    super(Grizzly.DEFAULT_ATTRIBUTE_BUILDER, name, buffers, task);
    this.othersWait = othersWait;
  }

  /** Makes the threads of one pool; each has buffers of its own if the manager has such. */
  static ThreadFactory of(String pool, MemoryManager<?> memory, BooleanSupplier othersWait) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      ThreadLocalPool<?> buffers =
          memory instanceof ThreadLocalPoolProvider own ? own.createThreadLocalPool() : null;
      String name = pool + "(" + number.incrementAndGet() + ")";
      ListenerThread thread = new ListenerThread(name, buffers, task, othersWait);
      thread.setDaemon(true);
      thread.setContextClassLoader(HttpThreads.class.getClassLoader());
      return thread;
    };
  }

  @Override
  public boolean getAsBoolean() {
    return othersWait.getAsBoolean();
  }
}
