package io.berth.lifecycle.process;

import io.berth.connector.api.AdoptionReport;
import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.port.StoredPorts;
import io.berth.lifecycle.settings.BerthSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings placements and reality together after a start of the node: running processes that are ours
 * and wanted are adopted, rows of those that are gone are put right. Called once by the boot.
 */
public final class Adoption {
  private static final Logger LOG = System.getLogger(Adoption.class.getName());

  private final Database database;
  private final StoredEvents events;
  private final DurableOrders orders;
  private final Connector connector;
  private final BerthSettings settings;
  private final InstantSource clock;

  public Adoption(
      Database database,
      StoredEvents events,
      DurableOrders orders,
      Connector connector,
      BerthSettings settings,
      InstantSource clock) {
    this.database = database;
    this.events = events;
    this.orders = orders;
    this.connector = connector;
    this.settings = settings;
    this.clock = clock;
  }

  /** Does it, and says what was found. */
  public AdoptionReport adopt() throws KmException {
    List<AdoptionWish> wishes =
        database.transact(t -> wishes(Placements.live(t, settings.node()), t));
    AdoptionReport report = connector.processes().adopt(wishes);
    for (ProcessSnapshot adopted : report.adopted()) {
      database.transact(t -> Placements.record(t, adopted, settings.node(), clock.instant()));
    }
    for (Map.Entry<ProjectId, String> gone : report.gone().entrySet()) {
      writeGone(gone.getKey(), gone.getValue());
    }
    LOG.log(
        Level.INFO,
        "adopted {0} running processes, ended {1}, {2} were gone",
        report.adopted().size(),
        report.ended().size(),
        report.gone().size());
    return report;
  }

  private List<AdoptionWish> wishes(
      List<Placements.Placed> placed, org.jdbi.v3.core.Handle transaction) {
    List<AdoptionWish> wishes = new ArrayList<>();
    for (Placements.Placed row : placed) {
      try {
        wishes.add(new AdoptionWish(orders.again(transaction, row.project(), row.generation())));
      } catch (KmException e) {
        LOG.log(Level.WARNING, "the process of " + row.project() + " is not adopted", e);
      }
    }
    return wishes;
  }

  private void writeGone(ProjectId project, String found) throws KmException {
    NewEvent event =
        new NewEvent("process.gone", Optional.of(project), 0, StoredEvents.BERTH, found);
    database
        .transact(
            t -> {
              Placements.gone(t, project, settings.node(), clock.instant());
              StoredPorts.ended(t, project, Long.MAX_VALUE, settings.node(), clock.instant());
              return events.append(t, event);
            })
        .ifPresent(written -> events.committed(written.id()));
  }
}
