package io.berth.connector.host;

import io.berth.connector.install.KmInstall;
import io.berth.connector.install.KmKind;
import io.berth.connector.proc.Ender;
import io.berth.connector.proc.HostMarker;
import io.berth.connector.proc.Mark;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcStat;
import io.berth.connector.proc.ProcessGroup;
import io.berth.connector.proc.ProcessIdentity;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Starts shared processes on the caller's thread and ends them. Whatever goes wrong at a start,
 * what was forked is dead when it throws.
 */
public final class HostStarter {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration END = Duration.ofSeconds(15);
  private static final long LOOK_MILLIS = 10;

  private final KmInstall install;
  private final Forking forking;
  private final HostFolder folder;
  private final String installation;
  private final String node;
  private final ProcFs proc;
  private final Ender ender;
  private final LongSupplier nanos;
  private final int most;
  private final SecureRandom random = new SecureRandom();

  /** The one place that forks, which is not ours. */
  @FunctionalInterface
  public interface Forking {
    /** Forks a program of the built-in KM with this mark, this working folder and this output. */
    Process fork(List<String> command, Mark mark, Path folder, Path output) throws IOException;
  }

  /** Whose processes, and how many projects each may have. */
  public record Whose(String installation, String node, int most) {}

  public HostStarter(
      KmInstall install,
      Forking forking,
      HostFolder folder,
      Whose whose,
      ProcFs proc,
      Ender ender,
      LongSupplier nanos) {
    this.install = install;
    this.forking = forking;
    this.folder = folder;
    this.installation = whose.installation();
    this.node = whose.node();
    this.most = whose.most();
    this.proc = proc;
    this.ender = ender;
    this.nanos = nanos;
  }

  int most() {
    return most;
  }

  HostProcess start(KmKind kind) throws IOException, InterruptedException {
    String id = id();
    Path socket = folder.socket(id);
    HostProcess made = null;
    try {
      Path output = folder.make(id);
      Process child =
          forking.fork(
              install.hostCommand(kind, socket, most),
              new HostMarker(installation, node, id),
              folder.home(id),
              output);
      made = new HostProcess(id, kind, Optional.of(child), group(child), socket, nanos);
      await(made, child);
      return made;
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (made != null) {
        end(made);
      } else {
        clear(id);
      }
      throw e;
    }
  }

  private void await(HostProcess made, Process child) throws IOException, InterruptedException {
    long deadline = nanos.getAsLong() + START.toNanos();
    while (!answers(made)) {
      if (child.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("it exited with code " + child.exitValue() + said(made));
      }
      if (nanos.getAsLong() > deadline) {
        throw new IOException("it was not ready within " + START + said(made));
      }
    }
  }

  private static boolean answers(HostProcess made) throws IOException, InterruptedException {
    if (!Files.exists(made.socket())) {
      return false;
    }
    try {
      made.contents();
      return true;
    } catch (ConnectException e) {
      return false; // why: the file is there a moment before anybody listens
    }
  }

  /** A process of an earlier life of this node. */
  public HostProcess found(HostMarker marker, ProcessIdentity leader) throws IOException {
    // why unknown: what it runs is not known, so nothing more is opened there
    return new HostProcess(
        marker.id(),
        new KmKind("unknown", false),
        Optional.empty(),
        new ProcessGroup(proc, leader),
        folder.socket(marker.id()),
        nanos);
  }

  /** Ends it, whatever is open; false when it survives, or the adapter detaches. */
  boolean end(HostProcess process) {
    Ender.Outcome outcome = ender.end(process.group(), END);
    boolean dead = outcome == Ender.Outcome.ENDED || outcome == Ender.Outcome.KILLED;
    if (dead) {
      clear(process.id());
    }
    return dead;
  }

  /** What it wrote last, for an operator. */
  String said(HostProcess process) {
    return "; last lines: " + String.join(" | ", folder.said(process.id()));
  }

  void boundLog(HostProcess process, long mostBytes) throws IOException {
    folder.bound(process.id(), mostBytes);
  }

  private void clear(String id) {
    try {
      folder.clear(id);
    } catch (IOException | java.io.UncheckedIOException e) {
      System.getLogger(HostStarter.class.getName())
          .log(System.Logger.Level.WARNING, "the files of shared process " + id + " are left", e);
    }
  }

  private String id() {
    byte[] id = new byte[6];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  private ProcessGroup group(Process child) {
    // why 0: it is gone already; then nothing younger can be mistaken for it
    long ticks = proc.stat(child.pid()).map(ProcStat::startTicks).orElse(0L);
    return new ProcessGroup(proc, new ProcessIdentity(proc.bootId(), child.pid(), ticks));
  }
}
