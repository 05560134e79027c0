package io.berth.cli.project;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.Values;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code berth project analyse}. */
@Command(
    name = "analyse",
    description = {
      "Have its board and what its KM knows looked through, by a job, and print what was found.",
      "Kept until the next one. See also berth job."
    })
public final class AnalyseCommand extends ProjectJob {
  @Option(names = "--last", description = "Print what the last one found; nothing is done.")
  private boolean last;

  /** A command of this session. */
  public AnalyseCommand(Session session) {
    super(session);
  }

  @Override
  String route() {
    return "analysis";
  }

  @Override
  String doing() {
    return "Looking through";
  }

  @Override
  public Integer call() {
    if (!last) {
      return super.call();
    }
    Reply reply = project.api(session).get(project.path("/analysis"));
    if (project.json()) {
      session.console().print(reply.pretty());
    } else {
      session.console().print("As of " + Values.text(reply.json(), "at"));
      found(Values.object(reply.json(), "analysis"));
    }
    return 0;
  }

  @Override
  void print(Map<String, Object> job) {
    found(Values.object(job, "result"));
  }

  private void found(Map<String, Object> result) {
    session.console().print("Project " + project.id() + ": risk " + result.get("riskLevel"));
    if (result.get("risks") instanceof List<?> risks) {
      for (Object each : risks) {
        if (each instanceof Map<?, ?> risk) {
          String tasks =
              risk.get("tasks") instanceof List<?> list && !list.isEmpty() ? " " + list : "";
          session
              .console()
              .print("  " + risk.get("severity") + "  " + risk.get("description") + tasks);
        }
      }
    }
    figures("board", Values.object(result, "board"));
    figures("knowledge", Values.object(result, "knowledge"));
  }

  private void figures(String of, Map<String, Object> values) {
    StringBuilder line = new StringBuilder();
    values.forEach(
        (name, value) -> {
          if (value instanceof Number) {
            line.append(line.isEmpty() ? "" : " · ").append(name).append(' ').append(value);
          }
        });
    if (!line.isEmpty()) {
      session.console().print(of + ": " + line);
    }
  }
}
