package io.berth.connector.keeper;

import io.berth.connector.files.DurableFiles;
import io.berth.connector.proc.HostTools;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcStat;
import io.berth.connector.proc.ProcessGroup;
import io.berth.connector.proc.ProcessIdentity;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The server's side of the keeper, {@code DIR/keeper/<node>/}: starts it, or goes on with the one
 * that an earlier server started, and lets it hear that a server lives. Called by starts and by the
 * adapter's timer. It never ends a keeper that does its duty: that one outlives this server.
 */
public final class Keeper {
  /** The variable that only keepers carry: which program it runs, with which arguments. */
  public static final String MARK = "BERTH_KEEPER";

  private static final Logger LOG = System.getLogger(Keeper.class.getName());
  private static final String PATH = "/usr/local/bin:/usr/bin:/bin";

  private final KeeperScript script;
  private final ProcFs proc;
  private final LongSupplier nanos;
  private Optional<ProcessIdentity> running = Optional.empty();
  private boolean complained;

  public Keeper(
      Path dataFolder,
      String installation,
      String node,
      Duration orphanTimeout,
      ProcFs proc,
      LongSupplier nanos) {
    Path data = dataFolder.toAbsolutePath().normalize();
    this.script =
        new KeeperScript(
            data.resolve("keeper").resolve(node),
            data.resolve("run"),
            installation,
            node,
            orphanTimeout);
    this.proc = proc;
    this.nanos = nanos;
  }

  /** How often it must hear something. */
  public Duration pause() {
    return Duration.ofSeconds(script.period()).dividedBy(2);
  }

  /**
   * Lets it hear that a server lives; nothing happens where there never was one. Written in place,
   * so that a full disk is not mistaken for a dead server.
   */
  public void beat() {
    try (FileChannel file =
        FileChannel.open(beatFile(), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer sign = ByteBuffer.wrap(sign().getBytes(StandardCharsets.US_ASCII));
      while (sign.hasRemaining()) {
        file.write(sign, sign.position());
      }
    } catch (java.nio.file.NoSuchFileException none) {
      return; // why: no foreign program was ever started here
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the keeper cannot hear this server: " + e.getMessage());
    }
  }

  /** Makes sure that one runs, with our settings. Fast when it does; never fails a start. */
  public synchronized void ensure() {
    if (running.filter(proc::runs).isPresent()) {
      return;
    }
    try {
      Optional<ProcessIdentity> found = found();
      if (found.isPresent() && upToDate(found.get())) {
        running = found;
        return;
      }
      // why: another version, or other settings; it would go by itself, but only at its next look
      found.ifPresent(old -> new ProcessGroup(proc, old).terminate());
      running = Optional.of(start());
      complained = false;
    } catch (IOException e) {
      if (!complained) {
        LOG.log(
            Level.WARNING,
            "foreign programs run without a keeper: they would outlive a dead server; "
                + e.getMessage());
      }
      complained = true;
    }
  }

  /** The keeper in charge, proved by what it carries in its environment. */
  private Optional<ProcessIdentity> found() throws IOException {
    Path owner = script.folder().resolve("owner");
    if (!Files.isRegularFile(owner, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    long pid;
    try {
      pid = Long.parseLong(Files.readString(owner).strip());
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    return proc.stat(pid)
        .filter(ProcStat::alive)
        .filter(stat -> proc.sameUser(pid) && ours(proc.environment(pid)))
        .map(stat -> new ProcessIdentity(proc.bootId(), pid, stat.startTicks()));
  }

  private boolean ours(Map<String, String> environment) {
    return environment.containsKey(MARK)
        && script.installation().equals(environment.get("BERTH_INSTALLATION"))
        && script.node().equals(environment.get("BERTH_NODE"));
  }

  private boolean upToDate(ProcessIdentity keeper) throws IOException {
    return script.version().equals(proc.environment(keeper.pid()).get(MARK));
  }

  private ProcessIdentity start() throws IOException {
    script.install();
    DurableFiles.write(beatFile(), sign());
    List<String> command = new ArrayList<>();
    for (String tool : List.of("setsid", "sh")) {
      command.add(
          HostTools.find(tool)
              .orElseThrow(() -> new IOException(tool + " is missing on this host"))
              .toString());
    }
    command.add(script.file().toString());
    command.addAll(script.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(new File("/"))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(script.folder().resolve("keeper.log").toFile()));
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                PATH,
                "BERTH_INSTALLATION",
                script.installation(),
                "BERTH_NODE",
                script.node(),
                MARK,
                script.version()));
    Process child = builder.start();
    long ticks = proc.stat(child.pid()).map(ProcStat::startTicks).orElse(0L);
    LOG.log(Level.INFO, "the keeper of foreign programs runs: process " + child.pid());
    return new ProcessIdentity(proc.bootId(), child.pid(), ticks);
  }

  private Path beatFile() {
    return script.folder().resolve("beat");
  }

  private String sign() {
    // why a fixed length: it is written over the one before
    return String.format(Locale.ROOT, "%020d%n", nanos.getAsLong() & Long.MAX_VALUE);
  }
}
