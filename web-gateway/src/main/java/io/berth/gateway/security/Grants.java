package io.berth.gateway.security;

import io.berth.connector.api.ProjectId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The projects that a token names in its claim {@code projects}; {@code *} means all of them,
 * present and future.
 *
 * @param analytics those that it also names in its claim {@code analytics}: one question may reach
 *     several of them; there is no word for all of them
 */
public record Grants(boolean all, Set<ProjectId> projects, Set<ProjectId> analytics) {
  private static final String ALL = "*";

  /** No project at all. */
  public static final Grants NONE = new Grants(false, Set.of());

  /** Every project. */
  public static final Grants EVERYTHING = new Grants(true, Set.of());

  public Grants {
    projects = Set.copyOf(projects);
    analytics = Set.copyOf(analytics);
  }

  /** Without any question that reaches several projects. */
  public Grants(boolean all, Set<ProjectId> projects) {
    this(all, projects, Set.of());
  }

  /**
   * The same, and one question may reach several of these.
   *
   * @throws IllegalArgumentException for an entry that is no project id, also for {@code *}
   */
  public Grants withAnalytics(Collection<String> claim) {
    return new Grants(
        all, projects, claim.stream().map(ProjectId::new).collect(Collectors.toUnmodifiableSet()));
  }

  /** The claim of those, in a stable order. */
  public List<String> analyticsClaim() {
    return new TreeSet<>(analytics).stream().map(ProjectId::value).toList();
  }

  /**
   * Reads the claim.
   *
   * @throws IllegalArgumentException for an entry that is neither a project id nor {@code *}
   */
  public static Grants of(Collection<String> claim) {
    Set<ProjectId> named =
        claim.stream()
            .filter(entry -> !entry.equals(ALL))
            .map(ProjectId::new)
            .collect(Collectors.toUnmodifiableSet());
    return new Grants(claim.contains(ALL), named);
  }

  /** Whether the project is among them. */
  public boolean cover(ProjectId project) {
    return all || projects.contains(project);
  }

  /** The claim, in a stable order. */
  public List<String> claim() {
    if (all) {
      return List.of(ALL);
    }
    return new TreeSet<>(projects).stream().map(ProjectId::value).toList();
  }
}
