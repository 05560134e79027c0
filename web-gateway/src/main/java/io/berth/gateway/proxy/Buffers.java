package io.berth.gateway.proxy;

import java.util.concurrent.ArrayBlockingQueue;

/** A bounded stock of copy buffers; what is not there is made, what is too much is dropped. */
final class Buffers {
  static final int SIZE = 16 * 1024;

  private final ArrayBlockingQueue<byte[]> stock = new ArrayBlockingQueue<>(256);

  byte[] take() {
    byte[] buffer = stock.poll();
    return buffer == null ? new byte[SIZE] : buffer;
  }

  void giveBack(byte[] buffer) {
    stock.offer(buffer);
  }
}
