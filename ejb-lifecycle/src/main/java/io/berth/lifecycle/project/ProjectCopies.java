package io.berth.lifecycle.project;

import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Short-lived copies of projects in memory, also of the answer that there is none. A copy that was
 * read before a change is never kept after it. Bounded; any thread.
 */
final class ProjectCopies {
  static final Duration LIFETIME = Duration.ofSeconds(5);
  private static final int MOST = 10_000;

  private record Copy(Optional<Project> project, long readAt) {}

  private final Map<ProjectId, Copy> copies = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();
  private final LongSupplier nanos;

  ProjectCopies(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The copy, if it is young enough; its value is empty when there is no such project. */
  Optional<Optional<Project>> get(ProjectId id) {
    Copy copy = copies.get(id);
    return copy == null || isOld(copy) ? Optional.empty() : Optional.of(copy.project);
  }

  /** To be asked before reading, and given to {@link #put}. */
  long changes() {
    return changes.get();
  }

  void put(ProjectId id, Optional<Project> project, long changesBefore) {
    if (copies.size() >= MOST) {
      copies.values().removeIf(this::isOld);
    }
    if (copies.size() < MOST) {
      copies.put(id, new Copy(project, nanos.getAsLong()));
    }
    // why: after the put, so that a change in between is either seen here or removes the copy
    // itself
    if (changes.get() != changesBefore) {
      copies.remove(id);
    }
  }

  void changed(ProjectId id) {
    changes.incrementAndGet();
    copies.remove(id);
  }

  private boolean isOld(Copy copy) {
    return nanos.getAsLong() - copy.readAt > LIFETIME.toNanos();
  }
}
