package io.berth.gateway.proxy;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * A bounded stock of copy buffers; what is not there is made, what is too much is dropped. A stream
 * that waits for its next byte has a small one, since thousands wait at once, and a whole one once
 * it has filled that. A body that is known to be long has one of the few large ones if one is free.
 */
final class Buffers {
  static final int SIZE = 16 * 1024;

  /**
   * why: a quarter of the system calls; a hundred of them are no more than what 400 others hold.
   */
  static final int LARGE = 64 * 1024;

  private static final int MOST_LARGE = 100;
  private static final int SMALL = 1024;

  private final ArrayBlockingQueue<byte[]> stock = new ArrayBlockingQueue<>(256);
  private final ArrayBlockingQueue<byte[]> large = new ArrayBlockingQueue<>(MOST_LARGE);
  private final Semaphore largeLeft = new Semaphore(MOST_LARGE);

  byte[] take() {
    byte[] buffer = stock.poll();
    return buffer == null ? new byte[SIZE] : buffer;
  }

  /** For a body of this length, negative if it is not known. */
  byte[] take(long length) {
    if (length <= SIZE || !largeLeft.tryAcquire()) {
      return take();
    }
    byte[] buffer = large.poll();
    return buffer == null ? new byte[LARGE] : buffer;
  }

  void giveBack(byte[] buffer) {
    if (buffer.length == SIZE) {
      stock.offer(buffer);
    } else if (buffer.length == LARGE) {
      large.offer(buffer);
      largeLeft.release();
    }
  }

  /** For a stream, at first. */
  static byte[] small() {
    return new byte[SMALL];
  }

  /** For its next read, after one of so many bytes. */
  static byte[] after(int count, byte[] buffer) {
    return count == buffer.length && count < SIZE ? new byte[SIZE] : buffer;
  }
}
