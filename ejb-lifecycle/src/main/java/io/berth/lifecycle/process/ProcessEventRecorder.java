package io.berth.lifecycle.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.LastExit;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.metrics.ProcessMeter;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes note of what happened to processes: placement, history of ports, audit, metrics. Called by
 * the message-driven bean, one event after the other; an event that is delivered again is written
 * once. Fails when it could not be written, so that it is delivered again.
 */
public final class ProcessEventRecorder {
  private final Database database;
  private final StoredEvents events;
  private final ProcessMeter meter;
  private final StartTimes startTimes;
  private final String node;
  private final InstantSource clock;
  // why: the adapter counts its events from one again in each life
  private final String life = UUID.randomUUID().toString();

  ProcessEventRecorder(
      Database database,
      StoredEvents events,
      ProcessMeter meter,
      StartTimes startTimes,
      String node,
      InstantSource clock) {
    this.database = database;
    this.events = events;
    this.meter = meter;
    this.startTimes = startTimes;
    this.node = node;
    this.clock = clock;
  }

  /** Writes one event down. */
  public void record(ProcessEvent event) throws KmException {
    NewEvent line =
        new NewEvent(
            "process." + event.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            Optional.of(event.project()),
            event.generation(),
            StoredEvents.BERTH,
            event.stopReason().map(r -> r.label()).orElse(event.reason()),
            details(event.snapshot()),
            Optional.of(event.at()),
            Optional.of(life + ":" + event.sequence()));
    database
        .transact(
            t -> {
              Placements.record(t, event.snapshot(), node, clock.instant());
              if (event.kind() == ProcessEvent.Kind.READY
                  || event.kind() == ProcessEvent.Kind.ADOPTED) {
                Placements.rememberPort(t, event.snapshot(), node, clock.instant());
              }
              return events.append(t, line);
            })
        .ifPresent(
            written -> {
              events.committed(written.id());
              count(event);
            });
  }

  private void count(ProcessEvent event) {
    switch (event.kind()) {
      case READY ->
          event
              .snapshot()
              .startTook()
              .ifPresent(
                  took -> {
                    startTimes.took(event.project(), took);
                    meter.started(took);
                  });
      case STARTING -> {
        if (event.snapshot().restarts() > 0) {
          meter.restarted();
        }
      }
      case STOPPED -> meter.stopped(event.stopReason().map(r -> r.label()).orElse("other"));
      case CRASHED -> meter.stopped("crashed");
      case START_FAILED -> meter.stopped("start-failed");
      case ADOPTED, DRAINING, QUARANTINED, RELEASED -> {
        // why: states are gauges; nothing to count
      }
    }
  }

  private Map<String, String> details(ProcessSnapshot process) {
    Map<String, String> details = new HashMap<>();
    details.put("node", node);
    details.put("state", process.state().name());
    details.put("runtime", process.runtime());
    if (process.runtimeVersion() > 0) {
      details.put("runtimeVersion", Integer.toString(process.runtimeVersion()));
    }
    process.port().ifPresent(port -> details.put("port", Integer.toString(port)));
    process.pid().ifPresent(pid -> details.put("pid", Long.toString(pid)));
    process.startTook().ifPresent(t -> details.put("startMillis", Long.toString(t.toMillis())));
    process.lastExit().ifPresent(exit -> put(details, exit));
    return details;
  }

  private static void put(Map<String, String> details, LastExit exit) {
    exit.code().ifPresent(code -> details.put("exitCode", Integer.toString(code)));
    exit.signal().ifPresent(signal -> details.put("exitSignal", Integer.toString(signal)));
    details.put("exitReason", exit.reason());
  }
}
