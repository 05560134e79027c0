package io.berth.gateway.proxy;

import io.berth.connector.api.KmExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * The body of one request: retained when it is small, so that it can be read for its meaning and
 * sent twice; else streamed once, in constant memory. Nothing is read before it is needed.
 */
final class RequestBody {
  /** The contract's bound for a body that is kept. */
  static final int RETAINED_MAX = 64 * 1024;

  private static final byte[] EMPTY = new byte[0];

  private final Inbound in;
  private final long length;
  private final boolean probe;
  private byte[] retained;
  private byte[] prefix = EMPTY;
  private boolean consumed;

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
    if (length > 0) {
      byte[] read = in.body().readNBytes((int) length);
      if (read.length < length) {
        throw new IOException("the caller's body ended before its length");
      }
      retained = read;
      return;
    }
    byte[] read = in.body().readNBytes(RETAINED_MAX + 1);
    if (read.length <= RETAINED_MAX) {
      retained = read;
    } else {
      prefix = read;
    }
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
      int count = readFromCaller(buffer);
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

  private int readFromCaller(byte[] buffer) throws CallerGone {
    try {
      InputStream body = in.body();
      return body.read(buffer);
    } catch (IOException gone) {
      throw new CallerGone(gone);
    }
  }
}
