package io.berth.gateway.proxy;

/**
 * Follows the WebSocket frames that pass in one direction, by their heads alone, so that it is
 * known whether another frame may be put behind them. Used by the one thread that copies them.
 */
final class FrameBoundary {
  private static final int CLOSE = 0x8;
  private static final int LENGTH_IN_2 = 126;
  private static final int LENGTH_IN_8 = 127;
  private static final int MASK_BYTES = 4;

  private int headBytes;
  private int lengthBytes;
  private boolean masked;
  private long left;
  private boolean closed;
  private boolean lost;

  /** Bytes that went by. */
  void passed(byte[] bytes, int count) {
    int at = 0;
    while (at < count) {
      if (headBytes >= 2 && lengthBytes == 0) {
        long skipped = Math.min(left, count - at);
        left -= skipped;
        at += (int) skipped;
        if (left == 0) {
          headBytes = 0;
        }
      } else {
        head(bytes[at++] & 0xff);
      }
    }
  }

  /** Whether the last frame has ended, and no frame that closes the connection was among them. */
  boolean mayAdd() {
    return headBytes == 0 && !closed && !lost;
  }

  /** Whether a frame that closes the connection was among them. */
  boolean closed() {
    return closed;
  }

  private void head(int value) {
    headBytes++;
    if (headBytes == 1) {
      closed |= (value & 0xf) == CLOSE;
    } else if (headBytes == 2) {
      masked = value >= 0x80;
      int length = value & 0x7f;
      lengthBytes = length == LENGTH_IN_2 ? 2 : length == LENGTH_IN_8 ? 8 : 0;
      left = lengthBytes == 0 ? length : 0;
      payloadBegins();
    } else {
      left = left << 8 | value;
      lengthBytes--;
      payloadBegins();
    }
  }

  private int mask() {
    return masked ? MASK_BYTES : 0;
  }

  private void payloadBegins() {
    if (lengthBytes > 0) {
      return;
    }
    // why: RFC 6455 forbids the highest bit; whoever sets it means something that is not known here
    lost |= left < 0;
    left = left < 0 || left > Long.MAX_VALUE - MASK_BYTES ? Long.MAX_VALUE : left + mask();
    if (left == 0) {
      headBytes = 0;
    }
  }
}
