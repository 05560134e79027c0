package io.berth.connector.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What the adapter must know before its first command, already validated. Handed over once by the
 * lifecycle side, which reads it from MicroProfile Config.
 *
 * @param installation the identity of this installation: marks its processes, kept in its database
 * @param node the name of this node
 * @param dataFolder the root of everything on disk
 * @param ports where KMs may listen
 * @param startConcurrency starts under way at once
 * @param waitingPerProject callers that may wait for one project's start
 * @param channelsMax keep-alive channels per (project, generation)
 * @param channelIdle how long an unused channel stays open
 * @param healthTimeout for one probe
 * @param orphanTimeout after which a built-in KM that hears nothing ends itself
 * @param kmJava the JDK for KMs; empty: the one this node runs on
 * @param warmPool how many built-in KMs are kept started without a project
 * @param sharedMost how many projects may be open in one shared process
 * @param encrypting whether new projects are encrypted, so that what is kept warm must be able to
 */
public record ConnectorSettings(
    String installation,
    String node,
    Path dataFolder,
    PortPlan ports,
    int startConcurrency,
    int waitingPerProject,
    int channelsMax,
    Duration channelIdle,
    Duration healthTimeout,
    Duration orphanTimeout,
    Optional<Path> kmJava,
    WarmPoolSettings warmPool,
    int sharedMost,
    boolean encrypting) {
  public ConnectorSettings {
    Objects.requireNonNull(installation, "installation");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(dataFolder, "dataFolder");
    Objects.requireNonNull(ports, "ports");
    Objects.requireNonNull(kmJava, "kmJava");
    Objects.requireNonNull(warmPool, "warmPool");
    if (sharedMost < 1) {
      throw new IllegalArgumentException("a shared process for " + sharedMost + " projects");
    }
  }

  /** With the usual number of projects in a shared process. */
  public ConnectorSettings(
      String installation,
      String node,
      Path dataFolder,
      PortPlan ports,
      int startConcurrency,
      int waitingPerProject,
      int channelsMax,
      Duration channelIdle,
      Duration healthTimeout,
      Duration orphanTimeout,
      Optional<Path> kmJava,
      WarmPoolSettings warmPool) {
    this(
        installation,
        node,
        dataFolder,
        ports,
        startConcurrency,
        waitingPerProject,
        channelsMax,
        channelIdle,
        healthTimeout,
        orphanTimeout,
        kmJava,
        warmPool,
        100,
        false);
  }
}
