package io.berth.lifecycle.project;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.runtime.RuntimeRef;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.settings.InvalidSettings;

/** What a project must look like before it is stored. Pure. */
public final class ProjectRules {
  private static final int LONGEST_NAME = 200;

  private final BerthSettings settings;

  public ProjectRules(BerthSettings settings) {
    this.settings = settings;
  }

  void check(Project project) throws KmException {
    String name = project.name();
    if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(c -> c < ' ')) {
      throw new KmException(
          Problem.INVALID,
          "name must be 1 to " + LONGEST_NAME + " characters without control characters");
    }
    if (project.process() == ProcessKind.SHARED
        && !RuntimeRef.nameIn(project.runtime()).equals(KmRuntime.BUILT_IN)) {
      throw new KmException(
          Problem.INVALID,
          "only projects of the runtime "
              + KmRuntime.BUILT_IN
              + " can share a process; project "
              + project.id()
              + " has "
              + project.runtime());
    }
    try {
      settings.forProject(project.settings());
    } catch (InvalidSettings e) {
      throw new KmException(Problem.INVALID, e.getMessage(), e);
    }
  }
}
