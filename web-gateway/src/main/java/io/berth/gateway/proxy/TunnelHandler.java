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
  /** An unmasked close frame with code 1001. */
  private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

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
      workers.execute(() -> copyFromCaller(fromCaller, caller));
      workers.execute(() -> copyToCaller(toCaller, caller));
    } catch (IOException | RuntimeException failure) {
      open.set(1);
      oneSideEnded(caller);
    }
  }

  /** When the KM's side ends first, the caller is told so as WebSocket has it. */
  private void copyToCaller(OutputStream toCaller, WebConnection caller) {
    FrameBoundary frames = new FrameBoundary();
    try {
      pass(tunnel.responseBody(), toCaller, frames);
    } catch (IOException | RuntimeException ending) {
      tunnel.cancel();
    }
    try {
      if (open.get() == 2 && frames.mayAdd()) {
        toCaller.write(GOING_AWAY);
        toCaller.flush();
      }
    } catch (IOException | RuntimeException gone) {
      tunnel.cancel();
    } finally {
      oneSideEnded(caller);
    }
  }

  private void copyFromCaller(InputStream fromCaller, WebConnection caller) {
    try {
      pass(fromCaller, tunnel.tunnelOutput(), new FrameBoundary());
    } catch (IOException | RuntimeException ending) {
      // why: an end like any other; the side that failed is closed below with the other
      tunnel.cancel();
    } finally {
      oneSideEnded(caller);
    }
  }

  private static void pass(InputStream from, OutputStream to, FrameBoundary frames)
      throws IOException {
    byte[] buffer = new byte[Buffers.SIZE];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      to.write(buffer, 0, count);
      to.flush();
      frames.passed(buffer, count);
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
