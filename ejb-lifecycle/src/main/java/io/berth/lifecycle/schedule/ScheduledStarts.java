package io.berth.lifecycle.schedule;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrders;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.project.EffectiveSettings;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.settings.ProjectSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the processes whose time has come. Called by a timer; never waits for a start. Each time
 * is seen to once: the mark in PostgreSQL is moved over it first, by one node of all, together with
 * the entry in the audit. A start that fails then is not tried again; the next request does.
 */
public final class ScheduledStarts {
  private static final Logger LOG = System.getLogger(ScheduledStarts.class.getName());

  private final Database database;
  private final StoredEvents events;
  private final EffectiveSettings effective;
  private final Connector connector;
  private final StartOrders orders;
  private final boolean all;
  private final InstantSource clock;

  public ScheduledStarts(
      Database database,
      StoredEvents events,
      EffectiveSettings effective,
      BerthSettings settings,
      Connector connector,
      StartOrders orders,
      InstantSource clock) {
    this.database = database;
    this.events = events;
    this.effective = effective;
    this.connector = connector;
    this.orders = orders;
    ProjectSettings.Schedule common = settings.forProject(Map.of()).schedule();
    this.all = common.keepWarm().isPresent() || common.wake().isPresent();
    this.clock = clock;
  }

  /** Starts what is due. */
  public void look() throws KmException {
    List<ScheduleMarks.Mark> marks = database.transact(t -> ScheduleMarks.all(t, all));
    for (ScheduleMarks.Mark mark : marks) {
      try {
        look(mark);
      } catch (KmException e) {
        if (e.problem() == Problem.UNAVAILABLE) {
          throw e;
        }
        LOG.log(Level.WARNING, "the schedule of " + mark.project() + " is not looked at", e);
      }
    }
  }

  private void look(ScheduleMarks.Mark mark) throws KmException {
    ProjectSettings.Schedule schedule = effective.of(mark.project()).schedule();
    String name = DueStart.name(schedule);
    Instant now = clock.instant();
    Optional<DueStart> due = DueStart.of(schedule, mark.after(name), now);
    if (due.isPresent() && takes(mark.project(), name, due.get(), now)) {
      connector
          .processes()
          .ensure(mark.project(), orders)
          .whenComplete((ready, failure) -> told(mark.project(), ready, failure));
    }
  }

  private boolean takes(ProjectId project, String schedule, DueStart due, Instant now)
      throws KmException {
    // why now: times that were missed together are made up by one start
    Instant over = now.truncatedTo(ChronoUnit.MICROS);
    long generation = connector.processes().snapshot(project).generation();
    NewEvent event =
        new NewEvent(
            "process.start-scheduled",
            Optional.of(project),
            generation,
            StoredEvents.BERTH,
            due.why() + ", " + due.lateBy(now).toSeconds() + " s after " + due.at());
    Optional<LifecycleEvent> written =
        database.transact(
            t ->
                ScheduleMarks.move(t, project, schedule, over)
                    ? events.append(t, event)
                    : Optional.empty());
    written.ifPresent(e -> events.committed(e.id()));
    return written.isPresent();
  }

  private static void told(ProjectId project, ProcessSnapshot ready, Throwable failure) {
    if (failure != null) {
      LOG.log(Level.WARNING, "the scheduled start of " + project + " failed", failure);
    } else {
      LOG.log(Level.DEBUG, "{0} was started by its schedule", ready.project());
    }
  }
}
