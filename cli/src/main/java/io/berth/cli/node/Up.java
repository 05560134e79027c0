package io.berth.cli.node;

import io.berth.cli.CommandFailure;
import io.berth.cli.installation.DatabaseChoice;
import io.berth.cli.installation.Installation;
import io.berth.cli.os.DetachedProcess;
import io.berth.cli.os.FolderLock;
import io.berth.cli.os.HugePages;
import io.berth.cli.os.PortOwner;
import io.berth.cli.os.ProcFs;
import io.berth.cli.os.ProcessIdentity;
import io.berth.cli.os.Waiting;
import io.berth.cli.postgres.Database;
import io.berth.cli.terminal.Console;
import io.berth.cli.terminal.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Brings an installation up: database, then node, then readiness. What runs already is left alone;
 * what this call started is stopped again when it fails.
 */
public final class Up {
  /** What {@link #run} brought about. */
  public record Result(
      int port,
      OptionalInt tlsPort,
      long pid,
      Database database,
      boolean started,
      String seconds) {}

  private static final int DEFAULT_PORT = 8080;
  private static final Duration LOCK = Duration.ofMinutes(5);
  private static final Duration READY = Duration.ofMinutes(4);
  private static final Duration LOOK_EVERY = Duration.ofMillis(150);
  private static final int LOOKS_WITHOUT_BERTH = 40;
  private static final double USUAL_SECONDS = 15;
  private static final int LINES = 25;

  private final Installation installation;
  private final Console console;
  private final Map<String, String> env;
  private final ProcFs proc = new ProcFs();

  /** For this installation. */
  public Up(Installation installation, Console console, Map<String, String> env) {
    this.installation = installation;
    this.console = console;
    this.env = env;
  }

  /** Does it, and what the environment says about HTTPS. */
  public Result run(OptionalInt wanted) {
    return run(wanted, Tls.Wanted.NOTHING.with(env));
  }

  /**
   * Does it.
   *
   * @param wanted the port that was asked for, if any
   * @param wantedTls what was asked for about HTTPS
   */
  Result run(OptionalInt wanted, Tls.Wanted wantedTls) {
    // why first: what is written wrongly leaves no folder behind
    Tls.of(wantedTls, Optional.empty());
    String id = installation.create();
    try (FolderLock held = FolderLock.take(installation.data(), LOCK)) {
      Node node = new Node(installation, Node.FIRST, proc);
      Optional<ProcessIdentity> running = node.running();
      int port = port(node, wanted, running.isPresent());
      Optional<Tls> tls = tls(node, wantedTls, running.isPresent());
      if (running.isEmpty()) {
        requireFree(port, "--port");
        tls.ifPresent(t -> requireFree(t.port(), "--tls-port"));
      }
      DatabaseChoice choice = DatabaseChoice.of(installation, env);
      boolean databaseRan = choice.runs();
      try (Progress progress = new Progress(console, "Starting")) {
        try {
          Database database = choice.start();
          ProcessIdentity process =
              running.isPresent() ? running.get() : launch(node, id, port, tls, database);
          awaitReady(node, process, port, choice, progress);
          return new Result(
              port,
              tls.map(t -> OptionalInt.of(t.port())).orElse(OptionalInt.empty()),
              process.pid(),
              database,
              running.isEmpty(),
              progress.seconds());
        } catch (CommandFailure | IOException e) {
          throw undo(
              e, running.isPresent() ? Optional.empty() : Optional.of(node), choice, databaseRan);
        }
      }
    }
  }

  private void requireFree(int port, String option) {
    if (!PortOwner.isFree(port)) {
      throw new CommandFailure(
          "Port "
              + port
              + " is taken by "
              + PortOwner.describe(proc, port)
              + "; end it or choose another with "
              + option
              + ".");
    }
  }

  private static Optional<Tls> tls(Node node, Tls.Wanted wanted, boolean running) {
    Optional<Tls> last = node.tls();
    Optional<Tls> next = Tls.of(wanted, last);
    if (running && !next.equals(last)) {
      throw new CommandFailure(
          "Berth runs already, with other TLS options; run berth down first to change them."
              + " A renewed certificate under the same name is found without that.");
    }
    next.ifPresent(Tls::check);
    return next;
  }

  private static int port(Node node, OptionalInt wanted, boolean running) {
    Optional<Integer> last = node.port();
    if (running && last.isPresent() && wanted.isPresent() && wanted.getAsInt() != last.get()) {
      throw new CommandFailure(
          "Berth runs on port "
              + last.get()
              + " already; to move it to "
              + wanted.getAsInt()
              + ", run berth down first.");
    }
    return wanted.isPresent() ? wanted.getAsInt() : last.orElse(DEFAULT_PORT);
  }

  private ProcessIdentity launch(
      Node node, String id, int port, Optional<Tls> tls, Database database) throws IOException {
    NodeFolder folder = node.folder();
    folder.prepare();
    NodeFiles.write(
        folder, installation.data(), id, node.name(), database, ListenAddress.of(env), tls);
    DetachedProcess process =
        DetachedProcess.start(
            proc,
            NodeCommand.of(
                folder,
                Distribution.current(),
                port,
                Runtime.version().feature(),
                HugePages.onRequest(),
                env),
            NodeCommand.environment(env, id, node.name()),
            folder.root(),
            folder.log());
    new NodeRecord(process.identity(), port, tls).save(folder.record());
    return process.identity();
  }

  private void awaitReady(
      Node node, ProcessIdentity process, int port, DatabaseChoice database, Progress progress) {
    ReadyProbe probe = new ReadyProbe(port);
    AtomicInteger without = new AtomicInteger();
    AtomicReference<ReadyProbe.Answer> answer = new AtomicReference<>(ReadyProbe.Answer.NOT_YET);
    Waiting.until(
        READY,
        LOOK_EVERY,
        () -> {
          progress.expecting(USUAL_SECONDS);
          answer.set(probe.ask());
          boolean broken =
              answer.get() == ReadyProbe.Answer.WITHOUT_BERTH
                  && without.incrementAndGet() > LOOKS_WITHOUT_BERTH;
          return broken
              || answer.get() == ReadyProbe.Answer.READY
              || !process.alive(proc)
              || !database.runs()
              || LogTail.refusal(node.log()).isPresent();
        });
    LogTail.refusal(node.log())
        .ifPresent(
            why -> {
              throw new CommandFailure(why + ". Correct them (docs/settings.md) and try again.");
            });
    if (answer.get() == ReadyProbe.Answer.READY && process.alive(proc)) {
      return;
    }
    if (!database.runs()) {
      // why at once: the server waits for it patiently, and nobody would start it again
      throw new CommandFailure(
          "The database ended while the server started; see "
              + installation.postgres()
              + ", and run berth up again.");
    }
    throw new CommandFailure(
        "The server "
            + whatIsWrong(process, answer.get())
            + "; see "
            + node.log()
            + ", which says:\n"
            + String.join("\n", LogTail.telling(node.log(), LINES)));
  }

  private String whatIsWrong(ProcessIdentity process, ReadyProbe.Answer answer) {
    if (!process.alive(proc)) {
      return "ended while it started";
    }
    return answer == ReadyProbe.Answer.WITHOUT_BERTH
        ? "runs, but Berth could not be deployed on it"
        : "is not ready after " + READY.toSeconds() + " s";
  }

  private CommandFailure undo(
      Exception cause, Optional<Node> started, DatabaseChoice database, boolean databaseRan) {
    CommandFailure failure =
        cause instanceof CommandFailure known
            ? known
            : new CommandFailure(
                "Cannot start in " + installation.data() + ": " + cause.getMessage(), cause);
    try {
      if (started.isPresent()) {
        started.get().stop();
      }
      if (started.isPresent() && !databaseRan) {
        database.stop();
      }
    } catch (CommandFailure | IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }
}
