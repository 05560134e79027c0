package io.berth.connector.proc;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** A row of {@code /proc/net/tcp} or {@code tcp6} in state LISTEN. */
public record ListeningSocket(InetAddress address, int port, long inode) {
  private static final String LISTEN = "0A";
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  /** Reads one row; empty for the heading and for any other state. */
  public static Optional<ListeningSocket> parse(String row) {
    String[] fields = row.strip().split(" +");
    if (fields.length <= INODE || !fields[STATE].equals(LISTEN)) {
      return Optional.empty();
    }
    int colon = fields[LOCAL].indexOf(':');
    try {
      return Optional.of(
          new ListeningSocket(
              address(fields[LOCAL].substring(0, colon)),
              Integer.parseInt(fields[LOCAL].substring(colon + 1), 16),
              Long.parseLong(fields[INODE])));
    } catch (UnknownHostException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Whether only this machine can reach it. */
  public boolean loopback() {
    return address.isLoopbackAddress();
  }

  /** As an operator reads it: {@code 0.0.0.0:5001}, {@code [::]:5001}. */
  public String display() {
    String host = address.getHostAddress();
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }

  /** The kernel prints 32-bit words in the machine's byte order: little-endian on x86 and ARM. */
  private static InetAddress address(String hex) throws UnknownHostException {
    byte[] bytes = new byte[hex.length() / 2];
    for (int word = 0; word < bytes.length; word += 4) {
      for (int i = 0; i < 4; i++) {
        int at = (word + i) * 2;
        bytes[word + 3 - i] = (byte) Integer.parseInt(hex.substring(at, at + 2), 16);
      }
    }
    return InetAddress.getByAddress(bytes);
  }
}
