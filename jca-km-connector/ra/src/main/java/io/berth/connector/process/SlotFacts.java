package io.berth.connector.process;

import io.berth.connector.api.LastExit;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StartSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a snapshot says beside the counters: replaced as a whole at each step of the slot. */
record SlotFacts(
    ProjectId project,
    ProcessState state,
    long generation,
    String runtime,
    Optional<Running> running,
    int failures,
    Optional<Instant> retryAt,
    long starts,
    Optional<LastExit> lastExit,
    int runtimeVersion) {

  /** The process that runs. */
  record Running(
      int port,
      long pid,
      Instant startedAt,
      Optional<Instant> readyAt,
      Optional<Duration> took,
      boolean adopted,
      StartSource source) {
    /** Its port; a program that speaks over stdio has none. */
    OptionalInt listens() {
      return port > 0 ? OptionalInt.of(port) : OptionalInt.empty();
    }

    static Running of(LiveProcess process, Instant readyAt) {
      return new Running(
          process.target().port(),
          process.pid(),
          process.forkedAt(),
          Optional.of(readyAt),
          process.took(),
          process.adopted(),
          process.source());
    }
  }

  static SlotFacts initial(ProjectId project) {
    return new SlotFacts(
        project,
        ProcessState.STOPPED,
        0,
        "",
        Optional.empty(),
        0,
        Optional.empty(),
        0,
        Optional.empty(),
        0);
  }

  SlotFacts in(ProcessState next) {
    return new SlotFacts(
        project,
        next,
        generation,
        runtime,
        running,
        failures,
        retryAt,
        starts,
        lastExit,
        runtimeVersion);
  }

  SlotFacts ordered(StartOrder order) {
    return new SlotFacts(
        project,
        state,
        order.generation(),
        order.runtime().name(),
        Optional.empty(),
        failures,
        Optional.empty(),
        starts + 1,
        lastExit,
        order.runtime().version());
  }

  SlotFacts with(Running process) {
    return new SlotFacts(
        project,
        state,
        generation,
        runtime,
        Optional.of(process),
        failures,
        Optional.empty(),
        starts,
        lastExit,
        runtimeVersion);
  }

  SlotFacts ended(LastExit exit) {
    return new SlotFacts(
        project,
        state,
        generation,
        runtime,
        Optional.empty(),
        failures,
        retryAt,
        starts,
        Optional.of(exit),
        runtimeVersion);
  }

  SlotFacts failed(int count, Optional<Instant> retry) {
    return new SlotFacts(
        project,
        state,
        generation,
        runtime,
        running,
        count,
        retry,
        starts,
        lastExit,
        runtimeVersion);
  }

  ProcessSnapshot snapshot(SlotActivity.Reading counted, Instant now) {
    return new ProcessSnapshot(
        project,
        state,
        generation,
        runtime,
        running.map(Running::listens).orElse(OptionalInt.empty()),
        running.map(r -> OptionalLong.of(r.pid())).orElse(OptionalLong.empty()),
        running.map(Running::startedAt),
        running.flatMap(Running::readyAt),
        generation == 0 ? Optional.empty() : Optional.of(now.minus(counted.sinceLast())),
        counted.requests(),
        counted.inFlight(),
        counted.openStreams(),
        running.flatMap(Running::took),
        running.map(Running::adopted).orElse(false),
        failures,
        retryAt,
        Math.max(0, starts - 1),
        lastExit,
        running.map(Running::source),
        runtimeVersion);
  }
}
