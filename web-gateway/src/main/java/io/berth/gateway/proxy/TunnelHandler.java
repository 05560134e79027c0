package io.berth.gateway.proxy;

import io.berth.connector.api.KmExchange;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Copies bytes both ways between an upgraded connection and a KM, one worker for each direction.
 * The container makes it and calls {@link #init} once the 101 is out; when one side ends, so does
 * the other. A caller whose KM ended is told with a close frame and has a moment to answer it.
 */
public final class TunnelHandler implements HttpUpgradeHandler {
  /** An unmasked close frame with code 1001. */
  private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

  /** How long a caller has to answer it. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

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
      tunnel.cancel();
      close(caller);
      oneSideEnded();
    }
  }

  /** When the KM's side ends first, the caller is told so as WebSocket has it. */
  private void copyToCaller(OutputStream toCaller, WebConnection caller) {
    FrameBoundary frames = new FrameBoundary();
    try {
      pass(tunnel.responseBody(), toCaller, frames);
    } catch (IOException | RuntimeException ending) {
      // why: an end like any other; the caller is told below
      tunnel.cancel();
    }
    tunnel.cancel();
    boolean told = open.get() == 2 && frames.mayAdd() && sayGoingAway(toCaller);
    if (!told || !closesAfter(FAREWELL, caller)) {
      close(caller);
    }
    oneSideEnded();
  }

  private static boolean sayGoingAway(OutputStream toCaller) {
    try {
      toCaller.write(GOING_AWAY);
      toCaller.flush();
      return true;
    } catch (IOException | RuntimeException gone) {
      return false;
    }
  }

  /** why late: closing a connection on which something unread waits tears it, farewell and all. */
  private boolean closesAfter(Duration pause, WebConnection caller) {
    try {
      workers.executeAfter(
          pause,
          () -> {
            if (open.get() > 0) {
              close(caller);
            }
          });
      return true;
    } catch (RejectedExecutionException closing) {
      return false;
    }
  }

  private void copyFromCaller(InputStream fromCaller, WebConnection caller) {
    FrameBoundary frames = new FrameBoundary();
    try {
      if (!passToKm(fromCaller, frames)) {
        discard(fromCaller, frames);
      }
    } catch (IOException | RuntimeException ending) {
      // why: an end like any other; the other side is closed below
      tunnel.cancel();
    } finally {
      tunnel.cancel();
      close(caller);
      oneSideEnded();
    }
  }

  /** Until the caller ends; false when the KM did. */
  private boolean passToKm(InputStream fromCaller, FrameBoundary frames) throws IOException {
    OutputStream toKm = tunnel.tunnelOutput();
    byte[] buffer = Buffers.small();
    for (int count = fromCaller.read(buffer); count >= 0; count = fromCaller.read(buffer)) {
      frames.passed(buffer, count);
      try {
        toKm.write(buffer, 0, count);
        toKm.flush();
      } catch (IOException gone) {
        tunnel.cancel(); // why: it wakes the other direction, which tells the caller
        return false;
      }
      buffer = Buffers.after(count, buffer);
    }
    return true;
  }

  /** Nobody is left to take it: read on only until the caller has answered the farewell. */
  private static void discard(InputStream fromCaller, FrameBoundary frames) throws IOException {
    byte[] buffer = Buffers.small();
    int count = 0;
    while (count >= 0 && !frames.closed()) {
      count = fromCaller.read(buffer);
      frames.passed(buffer, Math.max(0, count));
    }
  }

  private static void pass(InputStream from, OutputStream to, FrameBoundary frames)
      throws IOException {
    byte[] buffer = Buffers.small();
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      to.write(buffer, 0, count);
      to.flush();
      frames.passed(buffer, count);
      buffer = Buffers.after(count, buffer);
    }
  }

  private void close(WebConnection caller) {
    try {
      caller.close();
    } catch (Exception gone) {
      // why: it is closed, which is all that is wanted
      tunnel.cancel();
    }
  }

  private void oneSideEnded() {
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
