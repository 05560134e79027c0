package io.berth.connector.warm;

import io.berth.connector.install.KmInstall;
import io.berth.connector.proc.Ender;
import io.berth.connector.proc.Mark;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcStat;
import io.berth.connector.proc.ProcessGroup;
import io.berth.connector.proc.ProcessIdentity;
import io.berth.connector.proc.WarmMarker;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Starts one warm process on the pool's thread and returns when it is loaded and listens. Whatever
 * goes wrong, what was forked is dead, or dying by a signal, when it throws.
 */
public final class WarmStarter {
  /** How long a warm process goes on when nobody of ours is connected to it. */
  private static final Duration ALONE = Duration.ofSeconds(10);

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(2);
  private static final long LOOK_MILLIS = 20;
  private static final String GREETING = "WARM";

  private final KmInstall install;
  private final Forking forking;
  private final WarmFolder folder;
  private final Supplier<WarmMarker> marks;
  private final ProcFs proc;
  private final Ender ender;
  private final LongSupplier nanos;

  /** The one place that forks, which is not ours. */
  @FunctionalInterface
  public interface Forking {
    /** Forks a program of the built-in KM with this mark, this working folder and this output. */
    Process fork(List<String> command, Mark mark, Path folder, Path output) throws IOException;
  }

  public WarmStarter(
      KmInstall install,
      Forking forking,
      WarmFolder folder,
      Supplier<WarmMarker> marks,
      ProcFs proc,
      Ender ender,
      LongSupplier nanos) {
    this.install = install;
    this.forking = forking;
    this.folder = folder;
    this.marks = marks;
    this.proc = proc;
    this.ender = ender;
    this.nanos = nanos;
  }

  /** Markers of this node, each with a new name. */
  public static Supplier<WarmMarker> marks(String installation, String node) {
    SecureRandom random = new SecureRandom();
    return () -> {
      byte[] id = new byte[6];
      random.nextBytes(id);
      return new WarmMarker(installation, node, HexFormat.of().formatHex(id));
    };
  }

  /** Whether the output of a warm process can become a file in that folder without a copy. */
  boolean reaches(Path other) {
    return folder.sameFileSystem(other);
  }

  WarmProcess start() throws IOException, InterruptedException {
    WarmMarker mark = marks.get();
    folder.make();
    Path socket = folder.socket(mark.id());
    Path output = folder.makeOutput(mark.id());
    Process child = null;
    WarmProcess made = null;
    try {
      child = forking.fork(install.warmCommand(socket, ALONE), mark, folder.path(), output);
      ControlLine line = connect(child, socket, mark.id());
      made = new WarmProcess(mark.id(), child, group(child), line, folder, nanos.getAsLong());
      greet(made, line);
      return made;
    } catch (IOException | InterruptedException | RuntimeException e) {
      abandon(mark, child, made);
      throw e;
    }
  }

  private ControlLine connect(Process child, Path socket, String id)
      throws IOException, InterruptedException {
    long deadline = nanos.getAsLong() + START.toNanos();
    while (nanos.getAsLong() < deadline) {
      if (child.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("it exited with code " + child.exitValue() + folder.said(id));
      }
      if (Files.exists(socket)) {
        try {
          return ControlLine.connect(socket, nanos);
        } catch (ConnectException e) {
          continue; // why: the file is there a moment before anybody listens
        }
      }
    }
    throw new IOException("it was not loaded within " + START + folder.said(id));
  }

  private static void greet(WarmProcess made, ControlLine line)
      throws IOException, InterruptedException {
    String greeting = line.await(START, () -> false);
    if (!greeting.equals(GREETING)) {
      throw new IOException("warm process " + made.id() + " greeted with '" + greeting + "'");
    }
  }

  private void abandon(WarmMarker mark, Process child, WarmProcess made) {
    if (child != null) {
      ender.end(group(child), END);
    }
    if (made != null) {
      made.release();
      return;
    }
    try {
      folder.clear(mark.id());
    } catch (IOException e) {
      System.getLogger(WarmStarter.class.getName())
          .log(System.Logger.Level.DEBUG, "left for the next clean-up", e);
    }
  }

  private ProcessGroup group(Process child) {
    // why 0: it is gone already; then nothing younger can be mistaken for it
    long ticks = proc.stat(child.pid()).map(ProcStat::startTicks).orElse(0L);
    return new ProcessGroup(proc, new ProcessIdentity(proc.bootId(), child.pid(), ticks));
  }
}
