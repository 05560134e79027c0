import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One kept connection of {@link OpenLoop}; understands answers with a length, which is all that is asked for here. */
final class Line implements AutoCloseable {
  private static final byte[] LENGTH = "\ncontent-length:".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private final ByteBuffer request;
  private final byte[] read = new byte[64 * 1024];
  private final ByteBuffer into = ByteBuffer.allocateDirect(read.length);
  private int count;
  private long left = -1;
  private int errors;

  Line(URI url, String token) throws IOException {
    this.channel = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    byte[] text =
        ("GET " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n") + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    this.request = ByteBuffer.allocateDirect(text.length).put(text);
  }

  SocketChannel channel() {
    return channel;
  }

  /** How many were not answered with 200. */
  int errors() {
    return errors;
  }

  void ask() throws IOException {
    request.flip();
    while (request.hasRemaining()) {
      channel.write(request);
    }
  }

  /** Reads what is there; true when an answer has come to its end. */
  boolean read() throws IOException {
    into.clear();
    int more = channel.read(into);
    if (more < 0) {
      throw new IOException("the connection ended");
    }
    into.flip();
    if (left >= 0) {
      left -= more;
    } else {
      if (more > read.length - count) {
        throw new IOException("a head without an end");
      }
      into.get(read, count, more);
      int from = Math.max(0, count - 3);
      count += more;
      int end = endOfHead(from, count);
      if (end < 0) {
        return false;
      }
      left = length(end) - (count - end);
      errors += read[9] == '2' && read[10] == '0' && read[11] == '0' ? 0 : 1;
      count = 0;
    }
    if (left > 0) {
      return false;
    }
    left = -1;
    return true;
  }

  private int endOfHead(int from, int to) {
    for (int i = from; i + 3 < to; i++) {
      if (read[i] == '\r' && read[i + 1] == '\n' && read[i + 2] == '\r' && read[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private long length(int end) throws IOException {
    for (int i = 0; i < end; i++) {
      int same = 0;
      while (same < LENGTH.length && i + same < end && lower(read[i + same]) == LENGTH[same]) {
        same++;
      }
      if (same == LENGTH.length) {
        long length = 0;
        for (int at = i + same; read[at] != '\r'; at++) {
          length = read[at] == ' ' ? length : length * 10 + read[at] - '0';
        }
        return length;
      }
    }
    throw new IOException("an answer without a length");
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
