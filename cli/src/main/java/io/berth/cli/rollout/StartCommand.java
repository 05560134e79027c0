package io.berth.cli.rollout;

import io.berth.cli.CommandFailure;
import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import io.berth.cli.terminal.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code berth rollout start}. */
@Command(
    name = "start",
    description = {
      "Bring a version of a runtime to the projects that follow it.",
      "The first step is the canary; critical projects are never in it."
    })
public final class StartCommand implements Callable<Integer> {
  private static final Set<String> UNDER_WAY = Set.of("RUNNING", "ROLLING_BACK");

  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "RUNTIME", description = "Its name.")
  private String runtime;

  @Option(names = "--to", required = true, paramLabel = "N", description = "Which version.")
  private int version;

  @Option(names = "--percent", paramLabel = "P", description = "The canary's share; then all.")
  private Integer percent;

  @Option(names = "--steps", split = ",", paramLabel = "P,…,100", description = "Every share.")
  private List<Integer> steps = List.of();

  @Option(names = "--observe", paramLabel = "PT30S", description = "Healthy for so long.")
  private String observe;

  @Option(names = "--max-failures", paramLabel = "N", description = "Tolerated (default: 0).")
  private Integer maxFailures;

  @Option(names = "--on-failure", paramLabel = "WHAT", description = "rollback (default), pause.")
  private String onFailure;

  @Option(names = "--wake", paramLabel = "WHO", description = "none, canary (default), all.")
  private String wake;

  @Option(names = "--parallel", paramLabel = "N", description = "Processes replaced at once.")
  private Integer parallel;

  @Option(names = "--wait", description = "Until it is over or paused; 1 unless it is completed.")
  private boolean wait;

  /** A command of this session. */
  public StartCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("runtime", runtime);
    body.put("version", version);
    body.put("percent", percent);
    body.put("steps", steps.isEmpty() ? null : steps);
    body.put("observe", observe);
    body.put("maxFailures", maxFailures);
    body.put("onFailure", onFailure);
    body.put("wake", wake);
    body.put("parallel", parallel);
    body.values().removeIf(value -> value == null);
    BerthApi api = server.api(session);
    Reply reply = api.post("/api/v1/rollouts", body);
    if (wait) {
      reply = awaitEnd(api, (long) Values.number(reply.json(), "id"));
    }
    if (server.json()) {
      session.console().print(reply.pretty());
    } else {
      RolloutText.lines(reply.json()).forEach(session.console()::print);
    }
    boolean good = !wait || Values.text(reply.json(), "state").equals("COMPLETED");
    return good ? 0 : CommandFailure.FAILED;
  }

  private Reply awaitEnd(BerthApi api, long id) {
    try (Progress progress = new Progress(session.console(), "roll-out " + id)) {
      while (true) {
        Reply reply = api.get("/api/v1/rollouts/" + id);
        Map<String, Object> counts = Values.object(reply.json(), "progress");
        progress.at(Values.number(counts, "done") / Math.max(1, Values.number(counts, "total")));
        if (!UNDER_WAY.contains(Values.text(reply.json(), "state"))) {
          return reply;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted; the roll-out goes on.", e);
    }
  }
}
