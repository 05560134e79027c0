package io.berth.gateway.proxy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.cache.ListCache;
import io.berth.gateway.cache.ResponseCache;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.event.LifecycleEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Follows the event log for what changes a project's answers without passing the data plane: jobs,
 * which bring documents in, and the project itself. Called on a thread of the log, which it keeps
 * for one query.
 */
final class WritesElsewhere {
  private static final Logger LOG = Logger.getLogger(WritesElsewhere.class.getName());
  private static final int AT_ONCE = 500;

  /**
   * why nothing is dropped for it: what is kept is of this very project, never of an earlier one of
   * its name, and the node that made it may hear of it after its first callers were answered.
   */
  private static final String CREATED = "project.created";

  private final EventLog events;
  private final ResponseCache cache;
  private final ListCache lists;
  private final Consumer<ProjectId> changed;
  private final Consumer<ProjectId> awake;
  private long seen = -1;

  /**
   * @param changed is told of a project that was made, changed or removed
   * @param awake is told of one that has a process
   */
  WritesElsewhere(
      EventLog events,
      ResponseCache cache,
      ListCache lists,
      Consumer<ProjectId> changed,
      Consumer<ProjectId> awake) {
    this.events = events;
    this.cache = cache;
    this.lists = lists;
    this.changed = changed;
    this.awake = awake;
  }

  /** There are events up to this one. */
  synchronized void newest(long id) {
    if (seen < 0) {
      // why: what was written before this node listened is not in its caches
      seen = id - 1;
    }
    try {
      while (seen < id) {
        List<LifecycleEvent> next = events.after(seen, Optional.empty(), AT_ONCE);
        if (next.isEmpty()) {
          return;
        }
        next.forEach(this::take);
        seen = next.get(next.size() - 1).id();
      }
    } catch (KmException later) {
      LOG.log(
          Level.WARNING,
          "events after {0} are read at the next one: {1}",
          new Object[] {seen, later.getMessage()});
    }
  }

  private void take(LifecycleEvent event) {
    if (event.project().isEmpty()) {
      return;
    }
    ProjectId project = event.project().get();
    if (event.kind().startsWith("job.")) {
      cache.written(project.value());
    } else if (event.kind().startsWith("project.")) {
      if (!event.kind().equals(CREATED)) {
        cache.written(project.value());
        lists.changed(project.value());
      }
      changed.accept(project);
    } else if (event.kind().equals("process.ready") || event.kind().equals("process.adopted")) {
      awake.accept(project);
    }
  }
}
