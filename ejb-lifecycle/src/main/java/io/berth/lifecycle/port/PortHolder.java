package io.berth.lifecycle.port;

import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.Optional;

/**
 * A project that had a port.
 *
 * @param at when its process became READY there
 * @param until when it gave the port back; empty: it has it still, or nobody saw the end
 */
public record PortHolder(
    int port,
    ProjectId project,
    String node,
    long generation,
    Instant at,
    Optional<Instant> until) {}
