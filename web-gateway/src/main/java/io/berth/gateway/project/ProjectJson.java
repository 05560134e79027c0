package io.berth.gateway.project;

import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.json.JsonView;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.project.ProcessKind;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.project.ProjectPatch;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** A project as JSON, in and out. Pure. */
public final class ProjectJson {
  private static final int LONGEST_NAME = 200;

  private ProjectJson() {}

  static NewProject newProject(JsonObject json) {
    JsonInput input =
        new JsonInput(
            json,
            Set.of(
                "id",
                "name",
                "runtime",
                "settings",
                "process",
                "description",
                "deadline",
                "teamSize",
                "techStack"));
    return new NewProject(
        input.required("id", ProjectId::new),
        input.optional("name", ProjectJson::name),
        input.text("runtime"),
        input.values("settings"),
        input.optional("process", ProcessKind::of));
  }

  static ProjectPatch patch(JsonObject json) {
    JsonInput input =
        new JsonInput(json, Set.of("name", "runtime", "settings", "process", "reason"));
    return new ProjectPatch(
        input.optional("name", ProjectJson::name),
        input.text("runtime"),
        input.changes("settings"),
        input.optional("process", ProcessKind::of),
        input.optional("reason", ProjectJson::name));
  }

  private static String name(String text) {
    if (text.isBlank()
        || text.length() > LONGEST_NAME
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "1 to " + LONGEST_NAME + " characters without control characters");
    }
    return text;
  }

  /** A project, and what its process does if that was looked at. */
  public static JsonView view(Project project, Optional<ProcessState> state) {
    JsonView view =
        new JsonView()
            .text("id", project.id())
            .text("name", project.name())
            .text("runtime", project.runtime())
            .text("process", project.process().label())
            .values("settings", project.settings())
            .text("createdAt", project.createdAt());
    state.ifPresent(s -> view.text("state", s));
    return view;
  }
}
