package io.berth.connector.channel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/**
 * One connection to one generation of a process, for life. At most one thread writes and one reads
 * at a time; any thread may {@link #abort}. Knows HTTP framing no further than the response head.
 */
final class Channel {
  /** Bounds what a KM can make us hold before its answer is understood. */
  static final Http1Config HTTP =
      Http1Config.custom()
          .setBufferSize(8192)
          .setMaxLineLength(16 * 1024)
          .setMaxHeaderCount(128)
          .setMaxEmptyLineCount(4)
          .build();

  /** why so small: a stream carries a little at a time, and thousands of them are open. */
  private static final int STREAM_BUFFER = 1024;

  private static final int CONNECT_MILLIS = 5_000;
  private static final int HEAD_MILLIS = 30_000;

  /** A look for the end has a patience of one millisecond; one that took longer may be none. */
  private static final long SURE_NANOS = TimeUnit.MICROSECONDS.toNanos(1_500);

  private static final int MOST_LOOKS = 3;

  private final Socket socket;
  private final OutputStream out;
  private InputStream in;
  private SessionInputBufferImpl buffer;
  private final DefaultHttpResponseParser parser = new DefaultHttpResponseParser(HTTP);
  private final AtomicBoolean countsInPool = new AtomicBoolean();
  private int readTimeout;
  private volatile boolean reused;
  private volatile long idleSince;

  private Channel(Socket socket, int buffer) throws IOException {
    this.socket = socket;
    this.buffer = new SessionInputBufferImpl(buffer, HTTP.getMaxLineLength());
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  static Channel open(InetSocketAddress address) throws IOException {
    return open(address, HTTP.getBufferSize());
  }

  /** One that will be a tunnel. */
  static Channel openTunnel(InetSocketAddress address) throws IOException {
    return open(address, STREAM_BUFFER);
  }

  private static Channel open(InetSocketAddress address, int buffer) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(address, CONNECT_MILLIS);
      // why: a connect to a free port of the ephemeral range can meet itself
      if (socket.getLocalPort() == address.getPort()) {
        throw new ConnectException("nobody listens on " + address);
      }
      return new Channel(socket, buffer);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Writes a whole request head at once. */
  void send(byte[] head) throws IOException {
    out.write(head);
  }

  OutputStream output() {
    return out;
  }

  InputStream input() {
    return in;
  }

  SessionInputBufferImpl buffer() {
    return buffer;
  }

  /** Waits for a byte to read; zero or negative patience just looks. */
  boolean awaitInput(Duration patience) throws IOException {
    if (buffer.hasBufferedData()) {
      return true;
    }
    long millis = Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(saturated(patience)));
    timeout((int) Math.max(1, millis));
    if (millis > 0) {
      letOthersGoFirst();
    }
    try {
      fill();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** Waits for a byte to read as long as it takes. */
  void awaitInput() throws IOException {
    if (!buffer.hasBufferedData()) {
      timeout(0);
      fill();
    }
  }

  /** Reads one response head of which at least one byte is there. */
  ClassicHttpResponse receiveHead() throws IOException, HttpException {
    timeout(HEAD_MILLIS);
    ClassicHttpResponse response = parsed(parser, buffer, in);
    if (response == null) {
      throw new NoHttpResponseException("the connection ended within the response head");
    }
    timeout(0);
    return response;
  }

  /** What the parser makes of the bytes; null at their end. */
  static ClassicHttpResponse parsed(
      DefaultHttpResponseParser parser, SessionInputBufferImpl buffer, InputStream in)
      throws IOException, HttpException {
    try {
      return parser.parse(buffer, in);
    } catch (IllegalArgumentException e) {
      // why: the parser says so of a version below zero, and nobody above expects that of a KM
      throw new ProtocolException("the response head is not HTTP: " + e.getMessage());
    }
  }

  /** Whether it must not be used again: it ended, or bytes came that nobody asked for. */
  boolean spoiled(boolean lookForEnd) {
    try {
      return buffer.hasBufferedData() || in.available() > 0 || (lookForEnd && endedOrUnsure());
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * why the clock: from JDK 21 on a timed read whose thread was off the processor for as long as
   * its patience says "timed out" without having read. A channel nobody is sure of is replaced.
   */
  private boolean endedOrUnsure() throws IOException {
    for (int look = 0; look < MOST_LOOKS; look++) {
      long began = System.nanoTime();
      if (awaitInput(Duration.ZERO)) {
        return true;
      }
      if (System.nanoTime() - began < SURE_NANOS) {
        return false;
      }
    }
    return true;
  }

  /** What is read from now on is one stream, and nothing after it. Called by the reader. */
  void becomesStream() throws IOException {
    if (buffer.capacity() <= STREAM_BUFFER) {
      return;
    }
    byte[] here = new byte[buffer.length()];
    if (here.length > 0) {
      buffer.read(here, in);
      in = new SequenceInputStream(new ByteArrayInputStream(here), in);
    }
    buffer = new SessionInputBufferImpl(STREAM_BUFFER, HTTP.getMaxLineLength());
  }

  /** No more bytes to the KM; those from it may go on. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Breaks it off; whoever is blocked on it fails. */
  void abort() {
    try {
      socket.close();
    } catch (IOException e) {
      // why silent: there is nothing left to do with a socket that does not even close
    }
  }

  boolean reused() {
    return reused;
  }

  void parkedAt(long nanos) {
    idleSince = nanos;
    reused = true;
  }

  long idleSince() {
    return idleSince;
  }

  void countInPool() {
    countsInPool.set(true);
  }

  /** True exactly once for each time it was counted. */
  boolean uncount() {
    return countsInPool.compareAndSet(true, false);
  }

  /**
   * why: after the turns of others the answer is there, and nobody has to be woken. why only where
   * others wait for this thread: whoever gives its turn away to anybody else gets it back late.
   */
  private static void letOthersGoFirst() {
    if (Thread.currentThread() instanceof BooleanSupplier othersWait && othersWait.getAsBoolean()) {
      Thread.yield();
    }
  }

  private void fill() throws IOException {
    if (buffer.fillBuffer(in) < 0) {
      throw new NoHttpResponseException("the connection ended without a response");
    }
  }

  private void timeout(int millis) throws IOException {
    if (readTimeout != millis) {
      socket.setSoTimeout(millis);
      readTimeout = millis;
    }
  }

  private static long saturated(Duration duration) {
    return duration.compareTo(Duration.ofDays(1)) > 0
        ? Duration.ofDays(1).toNanos()
        : duration.toNanos();
  }
}
