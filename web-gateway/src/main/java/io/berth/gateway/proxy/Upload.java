package io.berth.gateway.proxy;

import io.berth.connector.api.KmExchange;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A large request body on its way to the KM, on a thread of its own, so that a KM may answer before
 * it has read everything.
 */
final class Upload implements Runnable {
  /** No upload at all. */
  static final Upload NONE = new Upload(null, null, null);

  private final RequestBody body;
  private final KmExchange exchange;
  private final Buffers buffers;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean callerGone;

  Upload(RequestBody body, KmExchange exchange, Buffers buffers) {
    this.body = body;
    this.exchange = exchange;
    this.buffers = buffers;
    if (body == null) {
      over.countDown();
    }
  }

  @Override
  public void run() {
    byte[] buffer = buffers.take();
    try {
      body.stream(exchange, buffer);
    } catch (CallerGone gone) {
      callerGone = true;
      exchange.cancel();
    } catch (IOException | RuntimeException refused) {
      // why: the KM may have answered without reading all; whoever reads the answer will see
      callerGone = false;
    } finally {
      buffers.giveBack(buffer);
      over.countDown();
    }
  }

  boolean callerGone() {
    return callerGone;
  }

  /** Whether it ended within the time: the caller's side is not read any more. */
  boolean awaitEnd(int seconds) {
    try {
      return over.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
