package io.berth.cli.os;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a loopback port that nobody listens on. */
public final class FreePort {
  private FreePort() {}

  /** The preferred one if it is free, else any. */
  public static int preferring(int port) throws IOException {
    if (port > 0 && PortOwner.isFree(port)) {
      return port;
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
