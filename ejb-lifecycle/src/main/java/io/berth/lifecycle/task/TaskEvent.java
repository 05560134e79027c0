package io.berth.lifecycle.task;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a task's history.
 *
 * @param id grows with each line of one task
 * @param kind {@code claimed}, {@code completed}, {@code refused} …
 * @param actor who asked for it
 * @param agent whom it concerns
 * @param attempt which claim it concerns, as its sender said it
 */
public record TaskEvent(
    long id,
    TaskId task,
    Instant at,
    String kind,
    String actor,
    Optional<String> agent,
    int attempt,
    Optional<TaskState> from,
    Optional<TaskState> to,
    Map<String, Object> details) {}
