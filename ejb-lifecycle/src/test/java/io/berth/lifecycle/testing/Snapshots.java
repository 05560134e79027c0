package io.berth.lifecycle.testing;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Builds snapshots for tests, field by field. */
public final class Snapshots {
  /** When the processes of tests became READY. */
  public static final Instant READY_AT = Instant.parse("2026-03-01T10:00:00Z");

  private final ProjectId project;
  private final ProcessState state;
  private long generation = 1;
  private OptionalInt port = OptionalInt.empty();
  private Optional<Instant> startedAt = Optional.of(READY_AT.minusSeconds(1));
  private Optional<Instant> readyAt = Optional.of(READY_AT);
  private Optional<Instant> lastActivityAt = Optional.empty();
  private long requests;
  private int inFlight;
  private int openStreams;
  private long restarts;
  private int version;
  private StartSource source = StartSource.COLD;

  private Snapshots(ProjectId project, ProcessState state) {
    this.project = project;
    this.state = state;
  }

  public static Snapshots ready(ProjectId project) {
    return of(ProcessState.READY, project);
  }

  public static Snapshots of(ProcessState state, ProjectId project) {
    return new Snapshots(project, state);
  }

  public Snapshots generation(long value) {
    generation = value;
    return this;
  }

  public Snapshots port(int value) {
    port = OptionalInt.of(value);
    return this;
  }

  public Snapshots startedAt(Instant value) {
    startedAt = Optional.ofNullable(value);
    return this;
  }

  public Snapshots readyAt(Instant value) {
    readyAt = Optional.ofNullable(value);
    return this;
  }

  public Snapshots activeAt(Instant value) {
    lastActivityAt = Optional.ofNullable(value);
    return this;
  }

  public Snapshots requests(long value) {
    requests = value;
    return this;
  }

  public Snapshots inFlight(int value) {
    inFlight = value;
    return this;
  }

  public Snapshots openStreams(int value) {
    openStreams = value;
    return this;
  }

  public Snapshots restarts(long value) {
    restarts = value;
    return this;
  }

  public Snapshots version(int value) {
    version = value;
    return this;
  }

  public Snapshots source(StartSource value) {
    source = value;
    return this;
  }

  public ProcessSnapshot build() {
    boolean alive = state.mayHaveProcess();
    return new ProcessSnapshot(
        project,
        state,
        generation,
        "built-in",
        alive ? port : OptionalInt.empty(),
        alive ? OptionalLong.of(4711) : OptionalLong.empty(),
        startedAt,
        readyAt,
        lastActivityAt,
        requests,
        inFlight,
        openStreams,
        Optional.of(Duration.ofMillis(200)),
        false,
        0,
        Optional.empty(),
        restarts,
        Optional.empty(),
        alive ? Optional.of(source) : Optional.empty(),
        version);
  }
}
