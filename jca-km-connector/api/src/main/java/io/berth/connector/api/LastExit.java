package io.berth.connector.api;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * How a project's last process ended. Code and signal are empty for an adopted process, which is
 * not our child: its status cannot be read.
 *
 * @param reason a {@link StopReason#label()} when Berth ended it, else a sentence that says what
 *     happened, with the last log lines where they help
 */
public record LastExit(OptionalInt code, OptionalInt signal, String reason, Instant at) {}
