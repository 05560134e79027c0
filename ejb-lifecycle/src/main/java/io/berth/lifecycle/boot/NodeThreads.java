package io.berth.lifecycle.boot;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The bounded pool of a node's own threads, made by the container's factory. */
final class NodeThreads {
  private static final int THREADS = 24;
  private static final int WAITING = 10_000;

  private NodeThreads() {}

  static ThreadPoolExecutor pool(ThreadFactory factory) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
