package io.berth.gateway.proxy;

import io.berth.connector.api.KmExchange;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The body of one request: retained when it is small, so that it can be read for its meaning and
 * sent twice; else streamed once, in constant memory. Nothing is read before it is needed.
 */
final class RequestBody {
  /** The contract's bound for a body that is kept. */
  static final int RETAINED_MAX = 64 * 1024;

  private static final int FIRST_PIECE = 8 * 1024;
  private static final byte[] EMPTY = new byte[0];

  private final Inbound in;
  private final long length;
  private final boolean probe;
  private byte[] retained;
  private byte[] prefix = EMPTY;
  private boolean consumed;
  private volatile boolean torn;
  private volatile long received;

  /**
   * @param probe whether a body of unknown length is worth being tried to retain: an MCP message
   *     is, an upload is not
   */
  RequestBody(Inbound in, boolean probe) {
    this.in = in;
    this.length = in.bodyLength();
    this.probe = probe;
    if (length == 0) {
      retained = EMPTY;
    }
  }

  /** Whether {@link #fetch} would not wait for the caller. */
  boolean isHere() throws IOException {
    return retained != null
        || (length > 0 && length <= RETAINED_MAX && in.bodyAvailable() >= length);
  }

  /** Whether it will be kept as a whole, as far as that is known beforehand. */
  boolean retainable() {
    return retained != null || (length < 0 ? probe : length <= RETAINED_MAX);
  }

  /** Reads a small body; may wait for the caller. What turns out to be large is not kept. */
  void fetch() throws IOException {
    if (retained != null || consumed || !retainable()) {
      return;
    }
    consumed = true;
    int most = length > 0 ? (int) length : RETAINED_MAX + 1;
    byte[] read = new byte[length > 0 ? most : FIRST_PIECE];
    int count = 0;
    while (count < most) {
      if (count == read.length) {
        read = Arrays.copyOf(read, Math.min(most, 2 * count));
      }
      int more = readFromCaller(read, count);
      if (more < 0) {
        break;
      }
      count += more;
    }
    if (count < length) {
      torn = true;
      throw new CallerGone(new EOFException("the caller's body ended before its length"));
    }
    byte[] whole = count == read.length ? read : Arrays.copyOf(read, count);
    if (count <= RETAINED_MAX) {
      retained = whole;
    } else {
      prefix = whole;
    }
  }

  /** Whether its sender left before its end. */
  boolean isTorn() {
    return torn;
  }

  /** Its bytes so far. */
  long received() {
    return received;
  }

  /** Whether the whole body can be sent, and sent again. */
  boolean atHand() {
    return retained != null || !consumed;
  }

  boolean isRetained() {
    return retained != null;
  }

  /** The whole body; only after {@link #isRetained}. */
  byte[] bytes() {
    return retained;
  }

  /** Its length on the wire, -1 for chunked. */
  long wireLength() {
    return retained != null ? retained.length : length;
  }

  void sendRetained(KmExchange exchange) throws IOException {
    try (OutputStream out = exchange.requestBody()) {
      if (retained.length > 0) {
        out.write(retained);
      }
    }
  }

  /**
   * Streams it.
   *
   * @param waiting told true before each wait for the caller, false after it
   * @throws CallerGone when the caller's side failed; any other failure is the KM's side
   */
  void stream(KmExchange exchange, byte[] buffer, Consumer<Boolean> waiting) throws IOException {
    consumed = true;
    OutputStream out = exchange.requestBody();
    out.write(prefix);
    while (true) {
      waiting.accept(true);
      int count = readFromCaller(buffer, 0);
      waiting.accept(false);
      if (count < 0) {
        break;
      }
      out.write(buffer, 0, count);
      if (in.bodyAvailable() == 0) {
        out.flush();
      }
    }
    out.close();
  }

  private int readFromCaller(byte[] buffer, int from) throws CallerGone {
    try {
      int count = in.body().read(buffer, from, buffer.length - from);
      received += Math.max(0, count);
      return count;
    } catch (IOException gone) {
      torn = true;
      throw new CallerGone(gone);
    }
  }
}
