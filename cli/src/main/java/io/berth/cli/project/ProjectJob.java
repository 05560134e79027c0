package io.berth.cli.project;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.Values;
import io.berth.cli.job.JobEnd;
import io.berth.cli.terminal.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands have in common that have a job done for one project. */
abstract class ProjectJob implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  final Session session;

  @Mixin OneProject project;

  @Option(names = "--no-wait", description = "Print the id of the job and do not wait for its end.")
  private boolean noWait;

  ProjectJob(Session session) {
    this.session = session;
  }

  /** The last part of its route. */
  abstract String route();

  /** What is going on, for people who wait. */
  abstract String doing();

  /** Prints what came of it, for people. */
  abstract void print(Map<String, Object> job);

  @Override
  public Integer call() {
    BerthApi api = project.api(session);
    Reply job = api.post(project.path("/" + route()), Map.of());
    if (noWait && !project.json()) {
      session.console().print(Values.text(job.json(), "id"));
      return 0;
    }
    if (!noWait) {
      try (Progress progress = new Progress(session.console(), doing() + " " + project.id())) {
        job = new JobEnd(api).await(job, LIMIT, progress::at);
      }
    }
    if (project.json()) {
      session.console().print(job.pretty());
    } else {
      print(job.json());
    }
    return 0;
  }
}
