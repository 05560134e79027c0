package io.berth.lifecycle.history;

import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * One live project in one minute; or, put together by {@link Buckets}, in a longer time.
 *
 * @param at the beginning of the minute, or of the longer time
 * @param generation of its process; the newest of a longer time
 * @param cpuPercent of one core
 * @param answerMillis mean time to the first byte of answers; empty if there were none
 */
public record ProjectSample(
    Instant at,
    ProjectId project,
    long generation,
    long rssBytes,
    long pssBytes,
    double cpuPercent,
    double requestsPerMinute,
    OptionalDouble answerMillis) {}
