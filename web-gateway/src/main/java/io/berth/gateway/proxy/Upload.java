package io.berth.gateway.proxy;

import io.berth.connector.api.KmExchange;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A large request body on its way to the KM, on a thread of its own, so that a KM may answer before
 * it has read everything.
 */
final class Upload implements Runnable {
  /** No upload at all. */
  static final Upload NONE = new Upload(null, null, null, null);

  private final RequestBody body;
  private final KmExchange exchange;
  private final Buffers buffers;
  private final CountDownLatch over = new CountDownLatch(1);
  private final LongSupplier nanos;
  private volatile boolean callerGone;
  private volatile boolean waiting;
  private volatile long received = Long.MIN_VALUE;

  Upload(RequestBody body, KmExchange exchange, Buffers buffers, LongSupplier nanos) {
    this.body = body;
    this.exchange = exchange;
    this.buffers = buffers;
    this.nanos = nanos;
    if (body == null) {
      over.countDown();
    }
  }

  @Override
  public void run() {
    byte[] buffer = buffers.take();
    try {
      body.stream(exchange, buffer, this::waits);
    } catch (CallerGone gone) {
      callerGone = true;
      exchange.cancel();
    } catch (IOException | RuntimeException refused) {
      // why: the KM may have answered without reading all; whoever reads the answer will see
      callerGone = false;
    } finally {
      waits(false);
      buffers.giveBack(buffer);
      over.countDown();
    }
  }

  private void waits(boolean forTheCaller) {
    received = nanos.getAsLong();
    waiting = forTheCaller;
  }

  /** Since when it is not the caller who is waited for; {@code now} while it is. */
  long handedOver(long now, long begun) {
    return waiting ? now : Math.max(begun, received);
  }

  boolean isOver() {
    return over.getCount() == 0;
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
