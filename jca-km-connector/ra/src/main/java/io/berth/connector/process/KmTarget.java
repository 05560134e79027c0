package io.berth.connector.process;

import io.berth.connector.api.ProjectId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Where one generation of a project's process is reached, and what it must be shown. Made once when
 * that generation proved to be ready; never valid for any other generation.
 *
 * @param project whose process
 * @param generation which of its processes
 * @param host the loopback address it listens on
 * @param port the port it listens on
 * @param builtIn whether it is Berth's own Knowledge Manager, which checks the secret
 * @param secret of this generation, hex; never logged
 */
public record KmTarget(
    ProjectId project,
    long generation,
    InetAddress host,
    int port,
    boolean builtIn,
    String secret) {
  public KmTarget {
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(secret, "secret");
  }

  /** The socket address, already resolved. */
  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return project + "#" + generation + " at " + host.getHostAddress() + ":" + port;
  }
}
