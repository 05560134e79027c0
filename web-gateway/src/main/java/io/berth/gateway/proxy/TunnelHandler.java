package io.berth.gateway.proxy;

import io.berth.connector.api.KmExchange;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Copies bytes both ways between an upgraded connection and a KM, one worker for each direction.
 * The container makes it and calls {@link #init} once the 101 is out; when one side ends, so does
 * the other.
 */
public final class TunnelHandler implements HttpUpgradeHandler {
  private KmExchange tunnel;
  private Workers workers;
  private Runnable ended;
  private final AtomicInteger open = new AtomicInteger(2);

  void connect(KmExchange tunnel, Workers workers, Runnable ended) {
    this.tunnel = tunnel;
    this.workers = workers;
    this.ended = ended;
  }

  /** Called by the container when the connection is ours. */
  @Override
  public void init(WebConnection caller) {
    try {
      InputStream fromCaller = caller.getInputStream();
      OutputStream toCaller = caller.getOutputStream();
      workers.execute(() -> copy(fromCaller, tunnel.tunnelOutput(), caller));
      workers.execute(() -> copy(tunnel.responseBody(), toCaller, caller));
    } catch (IOException | RuntimeException failure) {
      open.set(1);
      oneSideEnded(caller);
    }
  }

  private void copy(InputStream from, OutputStream to, WebConnection caller) {
    byte[] buffer = new byte[Buffers.SIZE];
    try {
      int count = from.read(buffer);
      while (count >= 0) {
        to.write(buffer, 0, count);
        to.flush();
        count = from.read(buffer);
      }
    } catch (IOException | RuntimeException ending) {
      // why: an end like any other; the side that failed is closed below with the other
      tunnel.cancel();
    } finally {
      oneSideEnded(caller);
    }
  }

  private void oneSideEnded(WebConnection caller) {
    tunnel.cancel();
    try {
      caller.close();
    } catch (Exception gone) {
      // why: it is closed, which is all that is wanted
      tunnel.cancel();
    }
    if (open.decrementAndGet() == 0) {
      tunnel.close();
      ended.run();
    }
  }

  /** Called by the container when the connection ended. */
  @Override
  public void destroy() {
    tunnel.cancel();
  }
}
