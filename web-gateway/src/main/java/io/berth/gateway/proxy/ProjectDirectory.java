package io.berth.gateway.proxy;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.project.ProjectRegistry;
import io.berth.lifecycle.runtime.RuntimeRegistry;
import io.berth.lifecycle.settings.BerthSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A short-lived copy of projects and their runtimes, so that the hot path does not touch the
 * database. A copy is renewed in the background once it is a few seconds old; while the database is
 * out of reach the old copy goes on serving as long as it is asked for. What does not exist is not
 * remembered.
 */
final class ProjectDirectory {
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final Duration USABLE = Duration.ofMinutes(10);

  private final ProjectRegistry projects;
  private final RuntimeRegistry runtimes;
  private final BerthSettings settings;
  private final LoadingCache<ProjectId, KnownProject> known;

  ProjectDirectory(
      ProjectRegistry projects,
      RuntimeRegistry runtimes,
      BerthSettings settings,
      Executor executor) {
    this.projects = projects;
    this.runtimes = runtimes;
    this.settings = settings;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(20_000)
            .refreshAfterWrite(FRESH)
            .expireAfterWrite(USABLE)
            .executor(executor)
            .build(
                new CacheLoader<>() {
                  @Override
                  public KnownProject load(ProjectId id) throws KmException {
                    return ProjectDirectory.this.load(id);
                  }

                  @Override
                  public KnownProject reload(ProjectId id, KnownProject old) throws KmException {
                    return again(id, old);
                  }
                });
  }

  /** The project; blocks on the database when there is no copy. */
  Optional<KnownProject> find(ProjectId id) throws KmException {
    try {
      return Optional.ofNullable(known.get(id));
    } catch (java.util.concurrent.CompletionException failure) {
      if (failure.getCause() instanceof KmException told) {
        throw told;
      }
      throw new KmException(
          Problem.UNAVAILABLE,
          "project " + id + " cannot be looked up; check the database",
          failure);
    }
  }

  /** The project as it is now; blocks on the database. */
  Optional<KnownProject> look(ProjectId id) throws KmException {
    Optional<KnownProject> now = Optional.ofNullable(load(id));
    now.ifPresent(project -> known.put(id, project));
    return now;
  }

  /** Forgets the copy: the project was changed or removed. */
  void forget(ProjectId id) {
    known.invalidate(id);
  }

  /** Sees to it that there is a copy, so that an outage finds one. Blocks on nothing. */
  void prepare(ProjectId id) {
    known.refresh(id);
  }

  /** why: an outage of the database must not take away what is known, nor fill the log. */
  private KnownProject again(ProjectId id, KnownProject old) throws KmException {
    try {
      return load(id);
    } catch (KmException failure) {
      if (failure.problem() == Problem.UNAVAILABLE) {
        return old;
      }
      throw failure;
    }
  }

  private KnownProject load(ProjectId id) throws KmException {
    Optional<Project> project = projects.find(id);
    if (project.isEmpty()) {
      return null;
    }
    String name = project.get().runtime();
    KmRuntime runtime =
        runtimes
            .ofProject(id)
            .orElseThrow(
                () ->
                    new KmException(
                        Problem.NO_SUCH_RUNTIME,
                        "project " + id + " has the runtime " + name + ", which does not exist"));
    return new KnownProject(
        id,
        project.get().createdAt().toString(),
        runtime,
        settings.forProject(project.get().settings()).responseTimeout());
  }
}
