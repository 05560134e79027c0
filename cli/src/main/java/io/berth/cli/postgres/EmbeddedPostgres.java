package io.berth.cli.postgres;

import io.berth.cli.CommandFailure;
import io.berth.cli.os.DetachedProcess;
import io.berth.cli.os.FolderLock;
import io.berth.cli.os.FreePort;
import io.berth.cli.os.PortOwner;
import io.berth.cli.os.PrivateFiles;
import io.berth.cli.os.ProcFs;
import io.berth.cli.os.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL server in a folder: installed, initialised, started, found again and stopped. It is
 * durable, listens on loopback only, asks for a password and outlives the process that started it.
 * Commands and tests call it on their own thread; every call may block for seconds.
 */
public final class EmbeddedPostgres {
  static final String USER = "berth";
  private static final String DATABASE = "berth";
  private static final Duration LOCK = Duration.ofSeconds(60);
  private static final Duration START = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 3;
  private static final long LOG_LIMIT = 10L << 20;

  private final ClusterFolder folder;
  private final ProcFs proc = new ProcFs();
  private final Postmaster postmaster;

  /** A server in this folder, which is made when it is first started. */
  public EmbeddedPostgres(Path folder) {
    this.folder = new ClusterFolder(folder.toAbsolutePath().normalize());
    this.postmaster = new Postmaster(this.folder, proc);
  }

  /**
   * Starts it unless it runs; it accepts connections when this returns.
   *
   * @throws CommandFailure if it cannot; nothing is left running then
   */
  public Database start() {
    try {
      PrivateFiles.folder(folder.root());
      try (FolderLock held = FolderLock.take(folder.root(), LOCK)) {
        // why: a server that was killed this instant is still there but does not listen any more.
        Optional<LockFile> running =
            postmaster.running().filter(lock -> lock.ready() && !PortOwner.isFree(lock.port()));
        return running.isPresent() ? at(running.get().port()) : startCluster();
      }
    } catch (IOException e) {
      throw new CommandFailure(
          "Cannot start PostgreSQL in " + folder.root() + ": " + e.getMessage(), e);
    }
  }

  /** Where it is, if it runs and accepts connections. */
  public Optional<Database> running() {
    return postmaster.running().filter(LockFile::ready).map(lock -> at(lock.port()));
  }

  /** Its first process, if it runs. */
  public Optional<Long> pid() {
    return postmaster.running().map(LockFile::pid);
  }

  /**
   * Stops it and everything it left behind.
   *
   * @return whether there was something to stop
   */
  public boolean stop() {
    if (!Files.isDirectory(folder.data())) {
      return false;
    }
    try (FolderLock held = FolderLock.take(folder.root(), LOCK)) {
      boolean ran = postmaster.running().isPresent();
      postmaster.stop();
      postmaster.clearRemains();
      return ran;
    } catch (IOException e) {
      throw new CommandFailure(
          "Cannot clear up after PostgreSQL in " + folder.root() + ": " + e.getMessage(), e);
    }
  }

  private Database startCluster() throws IOException {
    PostgresBinaries.install(folder.binaries());
    Unprivileged unprivileged = Unprivileged.choose(folder.root());
    new Cluster(folder, unprivileged).create();
    postmaster.stop();
    postmaster.clearRemains();
    rotateLog();
    int port = FreePort.preferring(rememberedPort());
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (launch(unprivileged, port)) {
        PrivateFiles.write(folder.port(), Integer.toString(port));
        Database database = at(port);
        DatabaseMaker.ensure(database, DATABASE);
        return database;
      }
      port = FreePort.preferring(0);
    }
    throw new CommandFailure(
        "PostgreSQL does not start in "
            + folder.root()
            + "; the last lines of "
            + folder.log()
            + ":\n"
            + lastLines());
  }

  private boolean launch(Unprivileged unprivileged, int port) throws IOException {
    DetachedProcess process =
        DetachedProcess.start(
            proc,
            unprivileged.command(PostgresCommand.of(folder, port)),
            Map.of("LC_ALL", "C", "TZ", "UTC", "PATH", "/usr/bin:/bin"),
            folder.root(),
            folder.log());
    boolean decided =
        Waiting.until(START, () -> running().isPresent() || process.exitCode().isPresent());
    if (decided && running().isPresent()) {
      return true;
    }
    postmaster.stop();
    postmaster.clearRemains();
    return false;
  }

  private Database at(int port) {
    return new Database(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE, USER, folder.password());
  }

  private int rememberedPort() {
    try {
      return Integer.parseInt(Files.readString(folder.port()).strip());
    } catch (IOException | NumberFormatException none) {
      return 0;
    }
  }

  private void rotateLog() throws IOException {
    if (Files.exists(folder.log()) && Files.size(folder.log()) > LOG_LIMIT) {
      Path older = folder.log().resolveSibling("postgres.log.1");
      Files.move(folder.log(), older, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private String lastLines() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.log()));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
  }
}
