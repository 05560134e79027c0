package io.berth.lifecycle.project;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.settings.InvalidSettings;
import io.berth.lifecycle.settings.ProjectSettings;

/** The settings that hold for a project now. Any thread; mostly from the copies in memory. */
public final class EffectiveSettings {
  private final StoredProjects projects;
  private final BerthSettings settings;

  public EffectiveSettings(StoredProjects projects, BerthSettings settings) {
    this.projects = projects;
    this.settings = settings;
  }

  /** For a registered project. */
  public ProjectSettings of(ProjectId id) throws KmException {
    return of(projects.require(id));
  }

  /** Whether it shares a process, as far as memory knows. Never blocks. */
  public boolean sharesProcess(ProjectId id) {
    return projects
        .findCopy(id)
        .flatMap(copy -> copy)
        .filter(project -> project.process() == ProcessKind.SHARED)
        .isPresent();
  }

  /** For a project that was read already. */
  public ProjectSettings of(Project project) throws KmException {
    try {
      return settings.forProject(project.settings());
    } catch (InvalidSettings e) {
      throw new KmException(
          Problem.INVALID,
          "the settings of project " + project.id() + " do not fit this version: " + e.getMessage(),
          e);
    }
  }
}
