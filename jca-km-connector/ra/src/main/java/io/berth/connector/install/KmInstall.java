package io.berth.connector.install;

import io.berth.connector.api.RecodeOrder;
import io.berth.connector.api.StartOrder;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * The built-in KM as the starter of processes sees it: a command line for a start. Installs on the
 * first need, or in the background as soon as it is told to {@link #prepare}.
 */
public final class KmInstall implements AutoCloseable {
  private static final Logger LOG = System.getLogger(KmInstall.class.getName());

  private final KmInstaller installer;
  private final JavaHome java;
  private final Duration orphanTimeout;
  private final boolean encrypting;
  private final ExecutorService background;
  private final AtomicBoolean otherWanted = new AtomicBoolean();
  private KmLayout layout;
  private volatile boolean prepared;

  public KmInstall(Path dataFolder, JavaHome java, Duration orphanTimeout, ThreadFactory threads) {
    this(dataFolder, java, orphanTimeout, false, threads);
  }

  /** With {@code encrypting}, what is prepared and kept warm has the SQLite that encrypts. */
  public KmInstall(
      Path dataFolder,
      JavaHome java,
      Duration orphanTimeout,
      boolean encrypting,
      ThreadFactory threads) {
    this.installer =
        new KmInstaller(
            new KmContent(KmInstall.class.getClassLoader()),
            dataFolder.toAbsolutePath().resolve("km"));
    this.java = java;
    this.orphanTimeout = orphanTimeout;
    this.encrypting = encrypting;
    this.background = Executors.newSingleThreadExecutor(threads);
  }

  /** Installs and trains in the background; returns at once. */
  public void prepare() {
    background.execute(
        () -> {
          train(encrypting);
          prepared = true;
        });
  }

  private void train(boolean withEncryption) {
    try {
      new KmArchive(layout(new KmKind("", withEncryption)), java).train();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "KMs start without a class archive, only slower: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The archive of classes for this start, if it is there. That for the other one of the two
   * drivers is made after the first start that would have used it: most installations never need
   * it.
   */
  private Optional<Path> archive(KmLayout installed) throws IOException, InterruptedException {
    Optional<Path> ready = new KmArchive(installed, java).ready();
    if (ready.isEmpty()
        && installed.encrypting() != encrypting
        && installed.content().equals(layout().content())
        && otherWanted.compareAndSet(false, true)) {
      try {
        background.execute(() -> train(installed.encrypting()));
      } catch (RejectedExecutionException e) {
        LOG.log(Level.DEBUG, "the adapter is going down, nothing is trained any more");
      }
    }
    return ready;
  }

  /** Whether the preparation is over, well or not: what is started now is as good as it gets. */
  public boolean prepared() {
    return prepared;
  }

  /** The words to fork for this start. Blocks while it has to install. */
  public List<String> command(StartOrder order, int port, Path secretFile) throws IOException {
    try {
      KmLayout installed = layout(KmKind.of(order));
      return KmCommandLine.start(
          java,
          installed,
          archive(installed),
          new KmCommandLine.Start(order, port, secretFile, orphanTimeout));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while installing", e);
    }
  }

  /** The words to fork for a process that waits at this socket to be assigned. */
  public List<String> warmCommand(Path socket, Duration alone) throws IOException {
    try {
      KmLayout installed = layout(new KmKind("", encrypting));
      return KmCommandLine.warm(
          java, installed, new KmArchive(installed, java).ready(), socket, alone);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while installing", e);
    }
  }

  /** The words to fork for a process that opens so many projects, as it is told at this socket. */
  public List<String> hostCommand(KmKind kind, Path socket, int most) throws IOException {
    try {
      KmLayout installed = layout(kind);
      return KmCommandLine.host(
          java, installed, archive(installed), new KmCommandLine.Host(socket, most, orphanTimeout));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while installing", e);
    }
  }

  /** Whether this is what warm processes run. */
  public synchronized boolean isWarm(KmKind kind) {
    return kind.encrypting() == encrypting
        && (kind.content().isEmpty()
            || (layout != null && layout.content().equals(kind.content())));
  }

  /** The words that assign a warm process to this start. */
  public List<String> assignment(StartOrder order, int port, Path secretFile) {
    return KmCommandLine.assignment(
        new KmCommandLine.Start(order, port, secretFile, orphanTimeout));
  }

  /** Gives a database another key, on the caller's thread. */
  public RecodeOrder.Result recode(RecodeOrder order) throws IOException, InterruptedException {
    return KeyChange.run(
        KmCommandLine.recode(
            java, layout(new KmKind("", true)), order.dataFolder().toAbsolutePath()),
        order);
  }

  /** The contents that can be started: the own first, then older ones that are still on disk. */
  public List<String> contents() {
    try {
      return installer.contents();
    } catch (IOException e) {
      // why: a build without a KM still runs foreign programs
      LOG.log(Level.WARNING, "no built-in KM can be started: " + e.getMessage());
      return List.of();
    }
  }

  /**
   * Removes in the background what is installed and neither wanted, nor the own, nor run by
   * anybody.
   *
   * @param isInACommand whether a process runs whose command line contains this text
   */
  public void keepOnly(Set<String> wanted, Predicate<String> isInACommand, InstantSource clock) {
    background.execute(
        () -> {
          try {
            List<String> contents = installer.contents();
            installer
                .leftovers(isInACommand)
                .remove(contents.subList(1, contents.size()), wanted, clock.instant());
          } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "older built-in KMs stay on disk: " + e.getMessage());
          }
        });
  }

  /** The Java launcher that KMs run on, for the template {@code ${java}}. */
  public Path java() {
    return java.java();
  }

  /** Ends what runs in the background; a training run under way is ended and made again later. */
  @Override
  public void close() {
    background.shutdownNow();
    try {
      background.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private KmLayout layout(KmKind kind) throws IOException, InterruptedException {
    KmLayout own = layout();
    KmLayout plain =
        kind.content().isEmpty() || kind.content().equals(own.content())
            ? own
            : installer.older(kind.content());
    return kind.encrypting() ? installer.encrypting(plain, java) : plain;
  }

  private synchronized KmLayout layout() throws IOException, InterruptedException {
    if (layout == null) {
      layout = installer.install(java);
    }
    return layout;
  }
}
