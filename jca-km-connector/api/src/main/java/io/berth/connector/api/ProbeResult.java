package io.berth.connector.api;

import java.time.Duration;

/**
 * The outcome of one health probe.
 *
 * @param healthy whether it answered well in time
 * @param took how long it took
 * @param detail what was wrong, for a human; empty when healthy
 */
public record ProbeResult(boolean healthy, Duration took, String detail) {}
