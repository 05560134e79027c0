package io.berth.gateway.proxy;

import io.berth.connector.api.KmExchange;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Copies bytes both ways between an upgraded connection and a KM. The container makes it and calls
 * {@link #init} once the 101 is out; a worker waits for what the KM says, nobody for what the
 * caller says ({@link FromCaller}). When one side ends, so does the other: a caller whose KM ended
 * is told with a close frame and has a moment to answer it.
 */
public final class TunnelHandler implements HttpUpgradeHandler {
  /** An unmasked close frame with code 1001. */
  private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

  /** How long a caller has to answer it. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private KmExchange tunnel;
  private WorkerShare workers;
  private Runnable ended;
  private volatile FromCaller fromCaller;
  private final AtomicInteger open = new AtomicInteger(2);

  void connect(KmExchange tunnel, WorkerShare workers, Runnable ended) {
    this.tunnel = tunnel;
    this.workers = workers;
    this.ended = ended;
  }

  /** Called by the container when the connection is ours. */
  @Override
  public void init(WebConnection caller) {
    boolean copying = false;
    try {
      ServletInputStream in = caller.getInputStream();
      OutputStream toCaller = caller.getOutputStream();
      fromCaller = new FromCaller(in, tunnel, workers, () -> close(caller));
      workers.execute(() -> copyToCaller(toCaller));
      copying = true;
      in.setReadListener(fromCaller);
    } catch (IOException | RuntimeException failure) {
      giveUp(caller, copying);
    }
  }

  private void giveUp(WebConnection caller, boolean copying) {
    tunnel.cancel();
    if (!copying) {
      oneSideEnded();
    }
    if (fromCaller != null) {
      fromCaller.end();
    } else {
      close(caller);
    }
  }

  /** When the KM's side ends first, the caller is told so as WebSocket has it. */
  private void copyToCaller(OutputStream toCaller) {
    FrameBoundary frames = new FrameBoundary();
    try {
      pass(tunnel.responseBody(), toCaller, frames);
    } catch (IOException | RuntimeException ending) {
      // why: an end like any other; the caller is told below
      tunnel.cancel();
    }
    tunnel.cancel();
    boolean told = !fromCaller.isEnding() && frames.mayAdd() && sayGoingAway(toCaller);
    if (!told || !closesAfter(FAREWELL)) {
      fromCaller.end();
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
  private boolean closesAfter(Duration pause) {
    try {
      workers.tickAfter(pause, fromCaller::end);
      return true;
    } catch (RejectedExecutionException closing) {
      return false;
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

  /** On the worker that reads from the caller, so that it reads no more. */
  private void close(WebConnection caller) {
    tunnel.cancel();
    try {
      caller.close();
    } catch (Exception gone) {
      // why: it is closed, which is all that is wanted
      tunnel.cancel();
    }
    oneSideEnded();
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
    FromCaller reading = fromCaller;
    if (reading != null) {
      reading.end();
    }
  }
}
