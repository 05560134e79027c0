package io.berth.cli.demo;

import io.berth.cli.CommandFailure;
import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.McpClient;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.node.Up;
import io.berth.cli.project.DocumentFolder.Document;
import io.berth.cli.project.Importing;
import io.berth.cli.terminal.Amounts;
import io.berth.cli.terminal.Console;
import io.berth.cli.terminal.Progress;
import io.berth.cli.terminal.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth demo}: the whole of Berth in a minute, on real documents; fails if it is not so. */
@Command(
    name = "demo",
    description = "Show Berth at work: two projects that answer, sleep and wake.")
public final class DemoCommand implements Callable<Integer> {
  private static final String HANDBOOK = "handbook";
  private static final String LICENCES = "licences";
  private static final double NANOS = 1e9;

  private final Session session;
  private final Console console;
  private final LongSupplier nanos = System::nanoTime;
  private final List<String> failures = new ArrayList<>();

  @Mixin private ServerOptions server;

  @Option(names = "--port", paramLabel = "PORT", description = "Default: the last one, or 8080.")
  private Integer port;

  /** A command of this session. */
  public DemoCommand(Session session) {
    this.session = session;
    this.console = session.console();
  }

  @Override
  public Integer call() {
    long start = nanos.getAsLong();
    Map<String, List<Document>> collections = new LinkedHashMap<>();
    collections.put(
        HANDBOOK, DemoDocuments.handbook(Path.of(System.getProperty("berth.home", "."))));
    collections.put(LICENCES, DemoDocuments.licences(Path.of(System.getProperty("java.home"))));
    startServer();
    BerthApi api = server.api(session);
    DemoProjects projects = new DemoProjects(api);
    collections.keySet().forEach(projects::ensure);
    projects.makeUsual(List.copyOf(collections.keySet()));
    bringIn(api, collections);
    McpClient mcp = new McpClient(api);
    askAndJudge(new Asking(mcp, names(collections)));
    sleepAndWake(projects, mcp);
    projects.makeUsual(List.copyOf(collections.keySet()));
    return end((nanos.getAsLong() - start) / NANOS);
  }

  private void startServer() {
    if (session.env().containsKey("BERTH_URL") && session.env().containsKey("BERTH_TOKEN")) {
      return;
    }
    Map<String, String> env = new HashMap<>(session.env());
    // why: a server that this command starts looks for idle projects often, so that nobody waits.
    env.putIfAbsent("BERTH_IDLE_SWEEP", "PT2S");
    Up.Result up =
        new Up(server.installation(session), console, env)
            .run(port == null ? OptionalInt.empty() : OptionalInt.of(port));
    console.print(
        up.started()
            ? "1. Server and database started: " + up.seconds() + " s"
            : "1. Server and database ran already (process " + up.pid() + ")");
  }

  private void bringIn(BerthApi api, Map<String, List<Document>> collections) {
    console.print("2. Documents in, each project's process started by its first request:");
    collections.forEach(
        (id, documents) -> {
          try (Progress progress = new Progress(console, "Importing into " + id)) {
            new Importing(api).run(id, documents, progress);
            console.print(
                "   " + id + ": " + documents.size() + " documents, " + progress.seconds() + " s");
          }
        });
  }

  private void askAndJudge(Asking asking) {
    List<Question> questions = Question.all();
    Round round = asking.ask(questions);
    console.print("3. Questions over MCP (/projects/ID/mcp):");
    Table table = Table.of("   ", "PROJECT", "QUESTION", "FOUND FIRST", "TIME");
    for (Round.Answer answer : round.answers()) {
      String found =
          answer.hit()
              ? answer.first()
              : answer.first() + " (expected " + answer.question().expected() + ")";
      table.row(
          "   " + (answer.hit() ? console.good("ok") : console.bad("--")),
          answer.question().project(),
          answer.question().question(),
          found,
          Math.round(answer.seconds() * 1000) + " ms");
    }
    table.lines().forEach(console::print);
    console.print(
        "   " + round.hits() + " of " + questions.size() + " found the expected document first.");
    if (!round.goodEnough()) {
      failures.add("only " + round.hits() + " questions found the expected document first");
    }
    console.print(
        "4. The same questions asked of the other project: "
            + (round.isolated()
                ? console.good("never one of the first's documents.")
                : console.bad(String.join("; ", round.leaks()))));
    round.leaks().forEach(failures::add);
  }

  private void sleepAndWake(DemoProjects projects, McpClient mcp) {
    Question question = Question.all().get(0);
    try {
      SleepAndWake.Seen seen = new SleepAndWake(projects, mcp, console).watch(question);
      console.print(
          "5. "
              + question.project()
              + " fell asleep by itself ("
              + seen.reason().toLowerCase(java.util.Locale.ROOT)
              + ", timeout lowered to 4 s): "
              + Amounts.seconds(seen.secondsToSleep()));
      console.print(
          "6. A question woke it, generation "
              + seen.generation()
              + ", and was answered: "
              + Math.round(seen.secondsToWake() * 1000)
              + " ms");
    } catch (CommandFailure e) {
      failures.add(e.getMessage());
    }
  }

  private int end(double seconds) {
    if (!failures.isEmpty()) {
      failures.forEach(failure -> console.note("berth: demo: " + failure));
      return CommandFailure.FAILED;
    }
    console.print(console.good("All of it held.") + " " + Amounts.seconds(seconds) + " in all.");
    console.print("Try next:");
    console.print("   berth status --detailed");
    console.print("   berth project ask handbook \"How does a project fall asleep?\"");
    console.print("   berth project add mine && berth project import mine DIR");
    console.print("   berth events");
    console.print("   berth down");
    return 0;
  }

  private static Map<String, Set<String>> names(Map<String, List<Document>> collections) {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    collections.forEach(
        (id, documents) ->
            names.put(id, documents.stream().map(Document::name).collect(Collectors.toSet())));
    return names;
  }
}
