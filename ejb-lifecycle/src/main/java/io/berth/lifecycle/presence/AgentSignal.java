package io.berth.lifecycle.presence;

import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.task.TaskId;
import java.time.Instant;

/**
 * Something that an agent must hear: it is to stop, or it holds a task no more.
 *
 * @param number its place among all events of tasks; grows, with gaps
 * @param attempt the claim that it is about
 * @param cause {@code cancelled}, {@code taken_back}, {@code reassigned}, {@code finished} or
 *     {@code lease_ended}
 * @param reason what the operator said, perhaps nothing
 */
public record AgentSignal(
    long number,
    AgentId agent,
    TaskId task,
    int attempt,
    String cause,
    String reason,
    Instant at) {}
