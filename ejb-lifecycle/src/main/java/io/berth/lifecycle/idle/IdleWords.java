package io.berth.lifecycle.idle;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.lifecycle.settings.ProjectSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Says in a sentence when the idle policy will stop a process, or what keeps it. Pure. */
public final class IdleWords {
  private IdleWords() {}

  /** The sentence. */
  public static String of(
      IdleDecision decision, ProcessSnapshot process, ProjectSettings.Idle settings) {
    if (decision instanceof IdleDecision.Stop stop) {
      return "It is idle (" + stop.reason().label() + ") and is stopped by the next sweep.";
    }
    IdleDecision.Keep keep = (IdleDecision.Keep) decision;
    String at = keep.stopAt().map(IdleWords::time).orElse("");
    return switch (keep.why()) {
      case NOT_READY -> "Nothing is stopped for being idle: the process is " + state(process) + ".";
      case IN_FLIGHT ->
          "It is kept: requests in flight: "
              + (process.inFlight() - process.openStreams())
              + ", apart from streams.";
      case BUSY -> "It is kept: a busy lease is held.";
      case WARM -> "It is kept warm by its schedule until " + at + " at least.";
      case GRACE ->
          "It is kept until " + at + ": the grace of " + settings.grace() + " after its start.";
      case STREAM ->
          "It is stopped at "
              + at
              + " unless it is used: "
              + process.openStreams()
              + " open streams may be silent for "
              + settings.streamSilence()
              + ".";
      case USED ->
          "It is stopped at "
              + at
              + " unless it is used: the idle timeout is "
              + settings.timeout()
              + ".";
      case UNUSED ->
          "It is stopped at "
              + at
              + " unless it is used: with fewer than "
              + settings.minRequests()
              + " requests the unused timeout of "
              + settings.unusedTimeout()
              + " counts.";
      case DOUBT ->
          "It is kept: its times or counters are in doubt, and nothing is stopped on a doubt.";
    };
  }

  private static String state(ProcessSnapshot process) {
    return process == null ? "unknown" : process.state().toString();
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
