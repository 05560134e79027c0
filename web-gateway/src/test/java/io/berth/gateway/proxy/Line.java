package io.berth.gateway.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A real connection with both its ends here, the server's as a container has it. */
final class Line implements AutoCloseable {
  final SocketChannel client;
  final SocketChannel server;

  Line() throws IOException {
    try (ServerSocketChannel listener =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      client = SocketChannel.open(listener.getLocalAddress());
      server = listener.accept();
    }
    server.configureBlocking(false);
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
