package io.berth.http.threads;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Logger;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Context;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.IOEventLifeCycleListener;
import org.glassfish.grizzly.IOStrategy;
import org.glassfish.grizzly.asyncqueue.AsyncQueue;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.strategies.AbstractIOStrategy;

/**
 * Grizzly's strategy of a worker thread for each request, but for what comes after it: while others
 * wait, a connection that was served takes its place behind them, and is looked at for its next
 * request when its turn comes. Only one that has none by then goes back to the selector, which
 * costs it two changes of what it waits for and maybe a wake-up. Named as the transport's strategy.
 */
public final class AskedAgain extends AbstractIOStrategy {
  private static final Logger LOG = Grizzly.logger(AskedAgain.class);
  private static final AskedAgain INSTANCE = new AskedAgain();

  private final IdleWatch idle = new IdleWatch();

  private AskedAgain() {}

  /** Called by the container, by reflection. */
  public static IOStrategy getInstance() {
    return INSTANCE;
  }

  @Override
  public boolean executeIoEvent(Connection connection, IOEvent event, boolean enabled)
      throws IOException {
    idle.only(connection);
    IOEventLifeCycleListener listener = null;
    Executor threads = getThreadPoolFor(connection, event);
    if (isReadWrite(event)) {
      if (enabled) {
        connection.disableIOEvent(event);
      }
      listener = ENABLE_INTEREST_LIFECYCLE_LISTENER;
    }
    if (event == IOEvent.READ && threads instanceof HttpThreads) {
      threads.execute(new Reading(connection, (HttpThreads) threads, false));
    } else if (threads != null) {
      IOEventLifeCycleListener after = listener;
      threads.execute(() -> fireIOEvent(connection, event, after, LOG));
    } else {
      fireIOEvent(connection, event, listener, LOG);
    }
    return true;
  }

  /** What came in on a connection is read and served, by one thread of the pool. */
  private static final class Reading extends IOEventLifeCycleListener.Adapter implements Runnable {
    private final Connection<?> connection;
    private final HttpThreads threads;
    private final boolean maybeNothing;

    /** why: of a request that goes on elsewhere the selector may have heard already. */
    private volatile boolean backAtTheSelector;

    Reading(Connection<?> connection, HttpThreads threads, boolean maybeNothing) {
      this.connection = connection;
      this.threads = threads;
      this.maybeNothing = maybeNothing;
    }

    @Override
    public void run() {
      try {
        if (maybeNothing && !somethingCame()) {
          connection.enableIOEvent(IOEvent.READ);
          return;
        }
      } catch (IOException e) {
        connection.closeSilently();
        return;
      }
      fireIOEvent(connection, IOEvent.READ, this, LOG);
    }

    private boolean somethingCame() throws IOException {
      SocketChannel channel = (SocketChannel) ((NIOConnection) connection).getChannel();
      return connection.isOpen() && channel.socket().getInputStream().available() > 0;
    }

    @Override
    public void onReregister(Context context) throws IOException {
      backAtTheSelector = true;
      connection.enableIOEvent(IOEvent.READ);
    }

    @Override
    public void onComplete(Context context, Object data) throws IOException {
      if (AsyncQueue.EXPECTING_MORE_OPTION.equals(data)) {
        connection.simulateIOEvent(IOEvent.READ);
      } else if (backAtTheSelector || !placed()) {
        connection.enableIOEvent(IOEvent.READ);
      }
    }

    private boolean placed() {
      if (threads.getQueue().isEmpty() || !connection.isOpen()) {
        return false;
      }
      try {
        threads.execute(new Reading(connection, threads, true));
        return true;
      } catch (RejectedExecutionException e) {
        return false;
      }
    }
  }
}
