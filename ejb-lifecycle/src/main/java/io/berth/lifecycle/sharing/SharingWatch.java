package io.berth.lifecycle.sharing;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.project.StoredProjects;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.settings.InvalidSettings;
import io.berth.lifecycle.settings.ProjectSettings;
import io.berth.lifecycle.settings.SharingPolicy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks now and then at what every project was asked, and proposes a move, or writes it down as
 * wanted, as the project's policy says. Called by a timer of each node: what one has written the
 * others find there. The move itself is made by {@link MoveSweep}.
 */
public final class SharingWatch implements Proposals {
  private static final Logger LOG = System.getLogger(SharingWatch.class.getName());

  private final Database database;
  private final StoredEvents events;
  private final StoredProjects projects;
  private final BerthSettings settings;
  private final InstantSource clock;

  public SharingWatch(
      Database database,
      StoredEvents events,
      StoredProjects projects,
      BerthSettings settings,
      InstantSource clock) {
    this.database = database;
    this.events = events;
    this.projects = projects;
    this.settings = settings;
    this.clock = clock;
  }

  /** Judges every project. */
  public void look() throws KmException {
    Instant now = clock.instant();
    List<Demand> demands =
        database.transact(t -> SharingRows.demands(t, now, settings.shared().window()));
    Set<ProjectId> proposed = new HashSet<>();
    for (Demand demand : demands) {
      try {
        ProjectSettings own = settings.forProject(demand.settings());
        Optional<SharingRule.Verdict> verdict =
            SharingRule.decide(demand, own.sharing(), own.critical(), now);
        if (verdict.isPresent()) {
          write(demand, verdict.get(), own.sharing().policy() == SharingPolicy.MOVE, now);
          proposed.add(demand.project());
        }
      } catch (InvalidSettings e) {
        LOG.log(Level.WARNING, "project " + demand.project() + " is not judged", e);
      }
    }
    database.transact(
        t -> {
          SharingRows.retain(t, proposed);
          return null;
        });
  }

  private void write(Demand demand, SharingRule.Verdict verdict, boolean move, Instant now)
      throws KmException {
    ProjectId project = demand.project();
    NewEvent event =
        new NewEvent(
                move ? "project.moved" : "project.move-proposed",
                Optional.of(project),
                0,
                StoredEvents.BERTH,
                "to a " + verdict.to().label() + " process: " + verdict.why())
            .with(Map.of("process", verdict.to().label()));
    Optional<LifecycleEvent> written =
        database.transact(
            t ->
                (move
                        ? SharingRows.move(t, project, verdict.to(), now)
                        : SharingRows.propose(t, project, verdict))
                    ? events.append(t, event)
                    : Optional.empty());
    if (move && written.isPresent()) {
      projects.changedElsewhere(project);
    }
    written.ifPresent(done -> events.committed(done.id()));
  }

  @Override
  public List<Proposal> open() throws KmException {
    return database.transact(SharingRows::proposals);
  }
}
