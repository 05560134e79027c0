package io.berth.connector.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Asks the operating system whether nobody listens on a port, by binding it for a moment. Between
 * this answer and the bind of a KM somebody else may come: that is found out when the KM is
 * expected to be ready.
 */
public final class FreePort {
  private FreePort() {}

  /** Whether the port could be bound on loopback just now. */
  public static boolean test(int port) {
    // why bound only, never listening: a child that is started this very moment holds on to the
    // socket until its own program begins, and a listener would keep a KM from the port so long
    try (Socket socket = new Socket()) {
      socket.setReuseAddress(true); // why: connections in TIME_WAIT do not make a port taken
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
