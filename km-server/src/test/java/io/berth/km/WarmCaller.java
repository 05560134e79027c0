package io.berth.km;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The other end of a control socket, as a plain client of it. */
final class WarmCaller implements AutoCloseable {
  private final SocketChannel channel;
  private final BufferedReader lines;

  private WarmCaller(SocketChannel channel) {
    this.channel = channel;
    this.lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  static WarmCaller connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return new WarmCaller(channel);
  }

  /** Whether somebody listens there: the file is there a moment before. */
  static boolean isGreeted(Path socket) {
    try (WarmCaller caller = connect(socket)) {
      return "WARM".equals(caller.line());
    } catch (IOException e) {
      return false;
    }
  }

  void send(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The next line; null at the end. */
  String line() throws IOException {
    return lines.readLine();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
