package io.berth.cli.task;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import io.berth.cli.job.JobEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code berth task plan}. */
@Command(
    name = "plan",
    description = {
      "Make tasks of a description, all or none, and print their ids.",
      "Lines of a list become a task each, numbered ones one after the other; \"after 2\","
          + " \"(3h)\", \"urgent\" and \"[skills: java]\" in a line are understood. Where a language"
          + " model is configured, it is asked."
    })
public final class PlanCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "PROJECT", description = "Whose tasks they are.")
  private String project;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Source source;

  /** Where the words are. */
  static final class Source {
    @Option(names = "--description", paramLabel = "TEXT", description = "What is wanted.")
    private String description;

    @Option(names = "--file", paramLabel = "PATH", description = "A text file that says it.")
    private Path file;
  }

  @Option(names = "--title", paramLabel = "TEXT", description = "A short line; else the first one.")
  private String title;

  @Option(
      names = "--place",
      paramLabel = "P",
      description = "auto_detect, after_current, parallel or new_phase.")
  private String place;

  @Option(names = "--deadline", paramLabel = "TIME", description = "As 2026-03-01T12:00:00Z.")
  private String deadline;

  @Option(names = "--tech", split = ",", paramLabel = "A,B", description = "What it is made with.")
  private List<String> tech = List.of();

  @Option(names = "--no-wait", description = "Print the id of the job and do not wait for its end.")
  private boolean noWait;

  /** A command of this session. */
  public PlanCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("description", description());
    body.put("title", title);
    body.put("integrationPoint", place);
    body.put("deadline", deadline);
    body.put("techStack", tech);
    body.values().removeIf(value -> value == null);
    BerthApi api = server.api(session);
    Reply accepted = api.post("/api/v1/projects/" + BerthApi.segment(project) + "/features", body);
    Reply job = noWait ? accepted : new JobEnd(api).await(accepted, LIMIT, share -> {});
    if (server.json()) {
      session.console().print(job.pretty());
    } else if (noWait) {
      session.console().print(Values.text(job.json(), "id"));
    } else {
      session.console().print(Values.text(job.json(), "message"));
    }
    return 0;
  }

  private String description() {
    return source.file == null ? source.description : DescriptionFile.read(source.file);
  }
}
