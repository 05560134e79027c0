package io.berth.lifecycle.agent;

import io.berth.connector.api.ProjectId;
import java.time.Instant;

/** A task that an agent holds, as far as its status tells. */
public record HeldTask(
    String id,
    ProjectId project,
    String name,
    String description,
    String state,
    int attempt,
    Instant assignedAt,
    Instant leaseUntil) {}
