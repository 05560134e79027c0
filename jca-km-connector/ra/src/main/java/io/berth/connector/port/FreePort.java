package io.berth.connector.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Asks the operating system whether nobody listens on a port, by binding it for a moment. Between
 * this answer and the bind of a KM somebody else may come: that is found out when the KM is
 * expected to be ready.
 */
public final class FreePort {
  private FreePort() {}

  /** Whether the port could be bound on loopback just now. */
  public static boolean test(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // why: connections in TIME_WAIT do not make a port taken
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
