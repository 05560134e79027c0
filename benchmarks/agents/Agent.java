import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One agent: a WebSocket on a channel, with small buffers. Used by its loop's thread alone. */
final class Agent {
  interface Listener {
    void opened(Agent agent);

    void heard(Agent agent, String text);

    void ended(Agent agent, String why);
  }

  final int number;
  final String name;
  private final Listener listener;
  private SocketChannel channel;
  private SelectionKey key;
  private byte[] in = new byte[256];
  private int filled;
  private ByteBuffer out;
  private boolean open;
  private boolean over;

  Agent(int number, Listener listener) {
    this.number = number;
    this.name = "crowd-" + number;
    this.listener = listener;
  }

  /** why several sources: one address has no more than some 28,000 ports for one destination */
  void connect(Selector selector, InetSocketAddress server, String path, String token)
      throws IOException {
    open = false;
    over = false;
    filled = 0;
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.bind(new InetSocketAddress("127.0.0." + (2 + number / 20_000), 0));
    out =
        ByteBuffer.wrap(
            ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.getPort()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    channel.connect(server);
    key = channel.register(selector, SelectionKey.OP_CONNECT, this);
  }

  boolean isOpen() {
    return open && !over;
  }

  void ready() {
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
      if (key.isValid() && key.isWritable()) {
        flush();
      }
      if (key.isValid() && key.isReadable()) {
        read();
      }
    } catch (IOException | RuntimeException e) {
      end(String.valueOf(e));
    }
  }

  private void flush() throws IOException {
    channel.write(out);
    key.interestOps(SelectionKey.OP_READ | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0));
  }

  void say(String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    frame(1, text);
  }

  private void frame(int opcode, byte[] payload) {
    if (!isOpen()) {
      return;
    }
    ByteBuffer next = ByteBuffer.allocate(out.remaining() + payload.length + 8);
    next.put(out).put((byte) (0x80 | opcode));
    if (payload.length < 126) {
      next.put((byte) (0x80 | payload.length));
    } else {
      next.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    // why a mask of zeros: it is one, and leaves the payload as it is
    out = next.putInt(0).put(payload).flip();
    try {
      flush();
    } catch (IOException e) {
      end(String.valueOf(e));
    }
  }

  private void read() throws IOException {
    if (filled == in.length) {
      in = Arrays.copyOf(in, in.length * 2);
    }
    int count = channel.read(ByteBuffer.wrap(in, filled, in.length - filled));
    if (count < 0) {
      end("closed");
      return;
    }
    filled += count;
    while (!over && (open ? frame() : handshake())) {
      // why: more than one frame may have come at once
      continue;
    }
    if (filled == 0 && in.length > 256) {
      in = new byte[256];
    }
  }

  private boolean handshake() {
    String head = new String(in, 0, filled, StandardCharsets.ISO_8859_1);
    int end = head.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    if (!head.startsWith("HTTP/1.1 101")) {
      end(head.substring(0, head.indexOf('\r')));
      return false;
    }
    open = true;
    take(end + 4);
    listener.opened(this);
    return true;
  }

  private boolean frame() {
    if (filled < 2) {
      return false;
    }
    int length = in[1] & 127;
    int start = 2;
    if (length == 126) {
      start = 4;
      length = filled < 4 ? Integer.MAX_VALUE - 8 : ((in[2] & 255) << 8) | (in[3] & 255);
    }
    if (filled < start + length) {
      return false;
    }
    int opcode = in[0] & 15;
    byte[] payload = Arrays.copyOfRange(in, start, start + length);
    take(start + length);
    if (opcode == 1) {
      listener.heard(this, new String(payload, StandardCharsets.UTF_8));
    } else if (opcode == 9) {
      frame(10, payload);
    } else if (opcode == 8) {
      int code = length < 2 ? 0 : ((payload[0] & 255) << 8) | (payload[1] & 255);
      end("close frame " + code);
    }
    return true;
  }

  private void take(int count) {
    System.arraycopy(in, count, in, 0, filled - count);
    filled -= count;
  }

  /** Torn, without a close frame. */
  void tear() {
    over = true;
    close();
  }

  private void end(String why) {
    if (!over) {
      over = true;
      close();
      listener.ended(this, why);
    }
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException e) {
      over = true;
    }
  }
}
