package io.berth.cli.project;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.task.DescriptionFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth project add}. */
@Command(
    name = "add",
    description = "Register a project. Its process is started by the first request.")
public final class AddCommand implements Callable<Integer> {
  private static final int CREATED = 201;

  private final Session session;

  @Mixin private OneProject project;

  @Option(names = "--name", paramLabel = "NAME", description = "What people call it.")
  private String name;

  @Option(names = "--runtime", paramLabel = "R", description = "Default: built-in.")
  private String runtime;

  @Option(
      names = "--process",
      paramLabel = "KIND",
      description = "dedicated (the default) or shared.")
  private String process;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "A text file that says what it is to be; a job makes tasks of it.")
  private Path plan;

  @Mixin private SettingOptions settings;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any setting of docs/settings.md; may be repeated.")
  private List<String> more = List.of();

  /** A command of this session. */
  public AddCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Map<String, Object> all = new LinkedHashMap<>(Settings.parse(more));
    all.putAll(settings.given());
    all.values().removeIf(Objects::isNull); // why: a new project has the defaults anyway
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", project.id());
    put(body, "name", name);
    put(body, "runtime", runtime);
    put(body, "process", process);
    body.put("settings", all);
    put(body, "description", plan == null ? null : DescriptionFile.read(plan));
    Reply reply = project.api(session).post("/api/v1/projects", body);
    if (project.json()) {
      session.console().print(reply.pretty());
    } else {
      String how = reply.status() == CREATED ? " is registered." : " was registered already.";
      session.console().print("Project " + project.id() + how);
      if (reply.json().get("job") instanceof Map<?, ?> job) {
        session
            .console()
            .print("Its tasks are made by job " + job.get("id") + " (berth job show).");
      }
    }
    return 0;
  }

  private static void put(Map<String, Object> values, String key, String value) {
    if (value != null) {
      values.put(key, value);
    }
  }
}
