package io.berth.gateway.proxy;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * A bounded stock of copy buffers; what is not there is made, what is too much is dropped. A stream
 * that waits for its next byte has a small one, since thousands wait at once, and a whole one once
 * it has filled that.
 */
final class Buffers {
  static final int SIZE = 16 * 1024;

  private static final int SMALL = 1024;

  private final ArrayBlockingQueue<byte[]> stock = new ArrayBlockingQueue<>(256);

  byte[] take() {
    byte[] buffer = stock.poll();
    return buffer == null ? new byte[SIZE] : buffer;
  }

  void giveBack(byte[] buffer) {
    if (buffer.length == SIZE) {
      stock.offer(buffer);
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
