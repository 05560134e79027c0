package io.berth.cli.project;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Values;
import io.berth.cli.terminal.JsonText;
import io.berth.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth project show}. */
@Command(name = "show", description = "Show a project, its settings and its process.")
public final class ShowCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OneProject project;

  /** A command of this session. */
  public ShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    BerthApi api = project.api(session);
    Map<String, Object> all = new LinkedHashMap<>(api.get(project.path("")).json());
    Map<String, Object> process = api.get(project.path("/process")).json();
    all.put("processKind", all.get("process"));
    all.put("process", process);
    Map<String, Object> encryption = api.get(project.path("/encryption")).json();
    encryption.remove("project");
    all.put("encryption", encryption);
    if (project.json()) {
      session.console().print(JsonText.pretty(all));
      return 0;
    }
    all.computeIfPresent("ports", (key, ports) -> distinct((List<?>) ports));
    Table table = new Table();
    rows(table, "", all);
    table.lines().forEach(session.console()::print);
    String because = Values.text(process, "idleBecause");
    if (!because.isEmpty()) {
      session.console().print("");
      session.console().print(because);
    }
    return 0;
  }

  /** The ports it had, the last one first; nothing when it never had one. */
  private static String distinct(List<?> ports) {
    return ports.isEmpty()
        ? null
        : ports.stream()
            .map(holder -> String.valueOf(((Map<?, ?>) holder).get("port")))
            .distinct()
            .collect(Collectors.joining(", "));
  }

  private static void rows(Table table, String prefix, Map<?, ?> values) {
    values.forEach(
        (key, value) -> {
          if (key.equals("idleBecause")) {
            return; // why: a sentence is no cell; it follows below
          }
          if (value instanceof Map<?, ?> inner) {
            rows(table, prefix + key + ".", inner);
          } else if (value != null) {
            table.row(prefix + key, value);
          }
        });
  }
}
