package io.berth.lifecycle.encryption;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.encryption.Encryption.Rotation;
import io.berth.lifecycle.encryption.KeyRow.Wrapped;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Wraps every key of a project by the current master key, in one transaction: all of them, or none
 * when one of them does not open. No project is stopped for it. Any thread; blocks.
 */
final class MasterRotation {
  private final Database database;
  private final StoredEvents events;
  private final MasterKeys masters;
  private final InstantSource clock;

  MasterRotation(Database database, StoredEvents events, MasterKeys masters, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.masters = masters;
    this.clock = clock;
  }

  Rotation rotate(String actor) throws KmException {
    record Outcome(Rotation rotation, Optional<LifecycleEvent> event) {}

    Outcome outcome =
        database.transact(
            t -> {
              MasterKey current = masters.current();
              long count = 0;
              for (KeyRow row : KeyRows.lockAll(t)) {
                count += rewrap(t, row, current) ? 1 : 0;
              }
              NewEvent event =
                  new NewEvent(
                          "encryption.master-rotated",
                          Optional.empty(),
                          0,
                          actor,
                          count + " keys are wrapped by master key " + current.id() + " now")
                      .with(Map.of("master", current.id(), "rewrapped", Long.toString(count)));
              return new Outcome(new Rotation(current.id(), count), events.append(t, event));
            });
    outcome.event.ifPresent(event -> events.committed(event.id()));
    return outcome.rotation;
  }

  private boolean rewrap(Handle t, KeyRow row, MasterKey current) throws KmException {
    boolean changed = false;
    Optional<Wrapped> key = row.key();
    if (key.isPresent() && !key.get().master().equals(current.id())) {
      KeyRows.rewrap(
          t, row.project(), rewrapped(row.project(), key.get(), current), clock.instant());
      changed = true;
    }
    Optional<Wrapped> next = row.change().flatMap(KeyRow.Change::next);
    if (next.isPresent() && !next.get().master().equals(current.id())) {
      KeyRows.rewrapNext(
          t, row.project(), rewrapped(row.project(), next.get(), current), clock.instant());
      changed = true;
    }
    return changed;
  }

  private Wrapped rewrapped(ProjectId project, Wrapped key, MasterKey current) throws KmException {
    MasterKey old = masters.of(key.master(), "project " + project);
    try {
      return new Wrapped(
          key.version(), current.id(), old.rewrap(key.bytes(), current, project, key.version()));
    } catch (GeneralSecurityException e) {
      throw ProjectKeys.damaged(project, old, e);
    }
  }
}
