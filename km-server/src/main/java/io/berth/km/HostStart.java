package io.berth.km;

import io.berth.km.http.BodyReader;
import io.berth.km.http.HttpListener;
import io.berth.km.http.SharedDoor;
import io.berth.km.lease.Lease;
import io.berth.km.warm.Assignment;
import io.berth.km.warm.ControlSocket;
import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The life of a process that serves several projects on one port: it opens and closes them as it is
 * told on its control socket. The main thread keeps house; one thread takes orders, a few carry
 * them out. Ends on a signal, or when nobody called and no order came for the orphan timeout.
 */
final class HostStart {
  private static final Duration LINE_TIME = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final int CALLERS = 64;
  private static final int REQUEST_THREADS = 64;
  private static final int ORDER_THREADS = 8;
  private static final int ORDERS = 1_024;
  private static final long MAINTENANCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final HttpListener listener;
  private final ControlSocket control;
  private final Lease lease;
  private final Tenants tenants;
  private final ExecutorService orders = Executors.newSingleThreadExecutor();
  private final ThreadPoolExecutor workers;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private HostStart(HostArguments arguments, HttpListener listener, ControlSocket control) {
    this.listener = listener;
    this.control = control;
    this.lease = new Lease(arguments.orphanTimeout(), System::nanoTime);
    SharedDoor door = new SharedDoor();
    this.tenants =
        new Tenants(
            new Tenant.Common(
                door,
                lease,
                new BodyReader(System::nanoTime),
                InstantSource.system(),
                System::nanoTime),
            arguments.most());
    this.workers =
        new ThreadPoolExecutor(
            ORDER_THREADS,
            ORDER_THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(ORDERS),
            new ThreadPoolExecutor.AbortPolicy());
    workers.allowCoreThreadTimeOut(true);
    listener.serve(door);
  }

  static int run(HostArguments arguments) throws StartFailure, IOException {
    // why first: read once, when the first database is opened
    System.setProperty("berth.km.mapped-bytes", "0");
    HttpListener listener = bind();
    HostStart host;
    try {
      host =
          new HostStart(
              arguments,
              listener,
              ControlSocket.open(arguments.control(), LINE_TIME, System::nanoTime, CALLERS));
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(new StopHook(host::stop));
    KmServer.print("READY port=" + listener.port());
    host.orders.execute(host::takeOrders);
    host.keepHouse();
    return ExitCode.DONE;
  }

  private static HttpListener bind() throws StartFailure {
    try {
      return HttpListener.bind(0, REQUEST_THREADS);
    } catch (IOException e) {
      throw new StartFailure(ExitCode.PORT_TAKEN, "No port on 127.0.0.1 can be taken: " + e);
    }
  }

  private void takeOrders() {
    while (!stopping.get()) {
      try {
        Optional<Assignment<HostOrder>> order = control.await(QUIET, HostOrder::of);
        order.ifPresent(this::hand);
      } catch (ClosedSelectorException e) {
        return; // why: the process is ending
      } catch (IOException | RuntimeException e) {
        if (!stopping.get()) {
          Log.failure("The control socket failed; the process ends", e);
          stopped.countDown();
        }
        return;
      }
    }
  }

  private void hand(Assignment<HostOrder> order) {
    lease.renew();
    try {
      workers.execute(() -> carryOut(order));
    } catch (RejectedExecutionException e) {
      order.failed(ExitCode.FAILED, "too many orders at once");
    }
  }

  private void carryOut(Assignment<HostOrder> order) {
    try {
      if (order.what() instanceof HostOrder.Open open) {
        tenants.open(open.what());
        order.ready(listener.port());
      } else if (order.what() instanceof HostOrder.Close close) {
        tenants.close(close.project(), close.generation());
        order.answer("CLOSED");
      } else {
        order.answer(
            ("HOSTS port=" + listener.port() + " " + String.join(" ", tenants.names())).strip());
      }
    } catch (StartFailure e) {
      Log.warning(e.getMessage());
      order.failed(e.exitCode(), e.getMessage());
    } catch (RuntimeException | Error e) {
      // why an error too: whatever it is, it is the matter of this project alone
      Log.failure("An order failed", e);
      order.failed(ExitCode.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private void keepHouse() {
    try {
      while (!stopping.get()) {
        long left = lease.remainingNanos();
        if (left <= 0 && tenants.inFlight() == 0) {
          Log.info("Nobody with a secret called within the orphan timeout; stopping");
          return;
        }
        long pause = Math.max(TimeUnit.MILLISECONDS.toNanos(50), Math.min(left, MAINTENANCE_NANOS));
        if (stopped.await(pause, TimeUnit.NANOSECONDS)) {
          return;
        }
        tenants.maintain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes no more orders, closes every project, then the port. Called by the stop hook alone. */
  private void stop() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    try {
      control.close();
    } catch (IOException e) {
      Log.failure("The control socket could not be closed", e);
    }
    try {
      tenants.closeAll();
    } finally {
      listener.close();
      workers.shutdownNow();
      orders.shutdownNow();
      stopped.countDown();
    }
  }
}
