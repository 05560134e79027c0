package io.berth.connector.process;

import io.berth.connector.api.ProjectId;
import io.berth.connector.stdio.Bridge;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

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
 * @param bridge to a program that speaks over its standard input and output; host and port mean
 *     nothing then
 */
public record KmTarget(
    ProjectId project,
    long generation,
    InetAddress host,
    int port,
    boolean builtIn,
    String secret,
    Optional<Bridge> bridge) {
  public KmTarget {
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(secret, "secret");
    Objects.requireNonNull(bridge, "bridge");
  }

  /** One that listens on a port. */
  public KmTarget(
      ProjectId project,
      long generation,
      InetAddress host,
      int port,
      boolean builtIn,
      String secret) {
    this(project, generation, host, port, builtIn, secret, Optional.empty());
  }

  /** One that is spoken to over its standard input and output: it has no port. */
  static KmTarget stdio(ProjectId project, long generation, Bridge bridge) {
    return new KmTarget(project, generation, Readiness.LOOPBACK, 0, false, "", Optional.of(bridge));
  }

  /** The socket address, already resolved. */
  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return bridge.isPresent()
        ? project + "#" + generation + " over stdio"
        : project + "#" + generation + " at " + host.getHostAddress() + ":" + port;
  }
}
