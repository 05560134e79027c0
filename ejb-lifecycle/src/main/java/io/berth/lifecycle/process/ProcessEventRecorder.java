package io.berth.lifecycle.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.LastExit;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.StartSource;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.metrics.ProcessMeter;
import io.berth.lifecycle.port.StoredPorts;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

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
            name(event.kind()),
            Optional.of(event.project()),
            event.generation(),
            StoredEvents.BERTH,
            event.stopReason().map(r -> r.label()).orElse(event.reason()),
            details(event),
            Optional.of(event.at()),
            Optional.of(life + ":" + event.sequence()));
    database
        .transact(
            t -> {
              if (event.kind().aboutPorts()) {
                return events.append(t, line);
              }
              Placements.record(t, event.snapshot(), node, clock.instant());
              ports(t, event);
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

  private static String name(ProcessEvent.Kind kind) {
    return switch (kind) {
      case PORTS_EXHAUSTED -> "ports.exhausted";
      case PORTS_AVAILABLE -> "ports.available";
      case PORT_FOREIGN -> "ports.foreign";
      case PORT_FREED -> "ports.freed";
      default -> "process." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }

  private void ports(Handle transaction, ProcessEvent event) {
    switch (event.kind()) {
      case READY, ADOPTED ->
          StoredPorts.ready(
              transaction, event.project(), event.generation(), node, event.snapshot().port());
      case STOPPED, CRASHED, START_FAILED ->
          StoredPorts.ended(transaction, event.project(), event.generation(), node, event.at());
      default -> {
        // why: the port stays as it is
      }
    }
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
                    meter.started(took, event.snapshot().startSource().orElse(StartSource.COLD));
                  });
      case STARTING -> {
        if (event.snapshot().restarts() > 0) {
          meter.restarted();
        }
      }
      case STOPPED -> meter.stopped(event.stopReason().map(r -> r.label()).orElse("other"));
      case CRASHED -> meter.stopped("crashed");
      case START_FAILED -> meter.stopped("start-failed");
      default -> {
        // why: states are gauges; nothing to count
      }
    }
  }

  private Map<String, String> details(ProcessEvent event) {
    ProcessSnapshot process = event.snapshot();
    Map<String, String> details = new HashMap<>();
    if (event.stopReason().isPresent() && event.reason().contains(" ")) {
      details.put("why", event.reason());
    }
    details.put("node", node);
    details.put("state", process.state().name());
    details.put("runtime", process.runtime());
    if (process.runtimeVersion() > 0) {
      details.put("runtimeVersion", Integer.toString(process.runtimeVersion()));
    }
    process.port().ifPresent(port -> details.put("port", Integer.toString(port)));
    process.pid().ifPresent(pid -> details.put("pid", Long.toString(pid)));
    process.startTook().ifPresent(t -> details.put("startMillis", Long.toString(t.toMillis())));
    process.startSource().ifPresent(source -> details.put("startSource", source.label()));
    process.lastExit().ifPresent(exit -> put(details, exit));
    return details;
  }

  private static void put(Map<String, String> details, LastExit exit) {
    exit.code().ifPresent(code -> details.put("exitCode", Integer.toString(code)));
    exit.signal().ifPresent(signal -> details.put("exitSignal", Integer.toString(signal)));
    details.put("exitReason", exit.reason());
  }
}
