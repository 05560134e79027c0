package io.berth.km.warm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One connection to the control socket: the line that it has sent so far, and the answers to it.
 * Used by the main thread only; never blocks, because an answer is far shorter than what the kernel
 * buffers.
 */
final class Caller implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  private final SocketChannel channel;
  private final ByteBuffer line;
  private long firstByteAt = NEVER;

  Caller(SocketChannel channel, int longestLine) {
    this.channel = channel;
    this.line = ByteBuffer.allocate(longestLine + 1);
  }

  /** It has hung up. */
  static final class Gone extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The whole line, without its end, as soon as it is there. */
  Optional<byte[]> read(long now) throws Refusal, Gone {
    int before = line.position();
    int count;
    try {
      count = channel.read(line);
    } catch (IOException e) {
      count = -1;
    }
    if (line.position() > 0 && firstByteAt == NEVER) {
      firstByteAt = now;
    }
    for (int i = before; i < line.position(); i++) {
      if (line.get(i) == '\n') {
        return Optional.of(Arrays.copyOf(line.array(), i));
      }
    }
    if (!line.hasRemaining()) {
      throw new Refusal("an assignment has at most " + (line.capacity() - 1) + " bytes");
    }
    if (count < 0) {
      throw new Gone();
    }
    return Optional.empty();
  }

  /** Nanoseconds until a line that was begun must be whole; very many while none was. */
  long remaining(long now, long lineNanos) {
    return firstByteAt == NEVER ? NEVER : lineNanos - (now - firstByteAt);
  }

  /** Sends one line; nothing happens if nobody is there any more. */
  void say(String text) {
    ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining() && channel.write(bytes) > 0) {
        continue;
      }
    } catch (IOException e) {
      // why: whoever asked is gone, and what was asked is done or refused all the same
      close();
    }
  }

  void refuse(Refusal refusal) {
    say("REFUSED " + refusal.getMessage());
    close();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // why: nothing of it can be used any more either way
      return;
    }
  }
}
