package io.berth.connector.warm;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The adapter's end of a warm process's control socket. Open as long as the process is counted on:
 * that is how the process knows that its adapter lives. Used by one thread at a time.
 */
public final class ControlLine implements AutoCloseable {
  private static final int LONGEST_ANSWER = 64 * 1024;
  private static final Duration SLICE = Duration.ofMillis(50);

  private final SocketChannel channel;
  private final Selector selector;
  private final LongSupplier nanos;
  private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_ANSWER);

  private ControlLine(SocketChannel channel, Selector selector, LongSupplier nanos) {
    this.channel = channel;
    this.selector = selector;
    this.nanos = nanos;
  }

  /** Connects to a socket that somebody listens on. */
  public static ControlLine connect(Path socket, LongSupplier nanos) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new ControlLine(channel, selector, nanos);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Sends one line, which must be short enough for the kernel to take it at once. */
  public void send(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) <= 0) {
        throw new IOException("the process takes no more than a part of its assignment");
      }
    }
  }

  /**
   * The next line of the process.
   *
   * @param giveUp asked every now and then; the wait is over when it says so
   * @throws IOException when it hung up, or said nothing in time
   */
  public String await(Duration patience, BooleanSupplier giveUp)
      throws IOException, InterruptedException {
    long deadline = nanos.getAsLong() + patience.toNanos();
    while (true) {
      String line = take();
      if (line != null) {
        return line;
      }
      long left = deadline - nanos.getAsLong();
      if (left <= 0) {
        throw new IOException("it said nothing for " + patience);
      }
      if (giveUp.getAsBoolean()) {
        throw new IOException("it is not waited for any more");
      }
      selector.select(Math.max(1, Math.min(SLICE.toMillis(), left / 1_000_000)));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      selector.selectedKeys().clear();
      if (channel.read(buffer) < 0) {
        throw new IOException("it hung up");
      }
      if (!buffer.hasRemaining()) {
        throw new IOException("its answer has more than " + LONGEST_ANSWER + " bytes");
      }
    }
  }

  private String take() {
    for (int i = 0; i < buffer.position(); i++) {
      if (buffer.get(i) == '\n') {
        String line = new String(buffer.array(), 0, i, StandardCharsets.UTF_8);
        buffer.limit(buffer.position()).position(i + 1);
        buffer.compact();
        return line;
      }
    }
    return null;
  }

  @Override
  public void close() {
    try {
      selector.close();
      channel.close();
    } catch (IOException e) {
      // why: the descriptors are gone either way
      System.getLogger(ControlLine.class.getName())
          .log(System.Logger.Level.DEBUG, "a control line could not be closed", e);
    }
  }
}
