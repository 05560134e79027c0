package io.berth.connector.process;

import io.berth.connector.api.Problem;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StartSource;
import io.berth.connector.files.DurableFiles;
import io.berth.connector.files.ProcessRecord;
import io.berth.connector.files.ProcessRecords;
import io.berth.connector.files.Secrets;
import io.berth.connector.host.HostProcess;
import io.berth.connector.host.Hosts;
import io.berth.connector.install.KmInstall;
import io.berth.connector.install.KmKind;
import io.berth.connector.proc.SocketProof;
import io.berth.connector.warm.Answer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Starts a project by opening it in a shared process, and ends it by closing it there, on a
 * worker's thread. When a start fails, the project is closed for certain; when a process does not
 * say that it closed one, it is ended with all that is open in it.
 */
final class SharedLaunch implements SharedEnd {
  private static final Logger LOG = System.getLogger(SharedLaunch.class.getName());
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** What the KM takes for the rest of its requests, and to let go of its files. */
  private static final Duration CLOSING = Duration.ofSeconds(15);

  private static final String READY = "READY port=";

  private final Hosts hosts;
  private final KmInstall install;
  private final ProcessRecords records;
  private final Readiness readiness;
  private final SocketProof proof;
  private final InstantSource clock;
  private final LongSupplier nanos;

  SharedLaunch(
      Hosts hosts,
      KmInstall install,
      ProcessRecords records,
      Readiness readiness,
      SocketProof proof,
      InstantSource clock,
      LongSupplier nanos) {
    this.hosts = hosts;
    this.install = install;
    this.records = records;
    this.readiness = readiness;
    this.proof = proof;
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * @throws StartFailure when it did not become ready; it is closed then
   * @throws InterruptedException when the adapter detaches: what was opened stays open
   */
  LiveProcess launch(StartOrder order, StartAttempt attempt)
      throws StartFailure, InterruptedException {
    if (!order.runtime().builtIn()) {
      throw StartFailure.failed(
          order.project()
              + " has runtime "
              + order.runtime().name()
              + ", and only the built-in one can share a process; set its process to dedicated");
    }
    long begun = nanos.getAsLong();
    Instant at = clock.instant();
    String secret = secret(order);
    HostProcess host = seat(order);
    boolean over = false;
    try {
      int port = open(host, order, attempt, at);
      LiveProcess live = proved(host, order, port, secret, at);
      over = true;
      return live.from(StartSource.SHARED, Duration.ofNanos(nanos.getAsLong() - begun));
    } catch (InterruptedException e) {
      // why: the next adoption judges it
      over = true;
      throw e;
    } catch (IOException e) {
      throw attempt.cancelled()
          ? Launcher.cancelled(order)
          : new StartFailure(
              Problem.START_FAILED, host + " did not open " + order.project() + ": " + e, e);
    } finally {
      if (!over) {
        abandon(host, order);
      }
    }
  }

  private static String secret(StartOrder order) throws StartFailure {
    try {
      Path folder = DurableFiles.privateFolder(order.dataFolder());
      return Secrets.create(folder, order.generation());
    } catch (IOException e) {
      throw new StartFailure(
          Problem.START_FAILED,
          "cannot prepare the folder of " + order.project() + ", check disk and owner: " + e,
          e);
    }
  }

  private HostProcess seat(StartOrder order) throws StartFailure, InterruptedException {
    try {
      return hosts.take(KmKind.of(order), name(order));
    } catch (IOException e) {
      throw new StartFailure(
          Problem.START_FAILED,
          "no shared process could be started for " + order.project() + ": " + e.getMessage(),
          e);
    }
  }

  private int open(HostProcess host, StartOrder order, StartAttempt attempt, Instant at)
      throws IOException, StartFailure, InterruptedException {
    // why before the order: a killed server finds by it what was opened
    records.write(
        new ProcessRecord(
                order.project(), order.generation(), order.runtime().name(), 0, 0, 0, "", at)
            .forked(host.group().leader()));
    Answer answer =
        host.open(
            install.assignment(order, 0, Secrets.file(order.dataFolder(), order.generation())),
            order.startTimeout(),
            attempt::cancelled);
    if (attempt.cancelled()) {
      throw Launcher.cancelled(order);
    }
    if (!answer.ready()) {
      throw new StartFailure(
          Problem.START_FAILED,
          order.project() + " could not be opened in " + host + ": " + answer.text(),
          OptionalInt.of(answer.status()),
          null);
    }
    return Integer.parseInt(answer.text().substring(READY.length()));
  }

  /** A look at it as a caller sees it; also how the adoption proves what it found open. */
  LiveProcess proved(HostProcess host, StartOrder order, int port, String secret, Instant at)
      throws IOException {
    Readiness.Answer answer = readiness.ready(order.runtime(), port, secret, ANSWER);
    if (answer.host().isEmpty()) {
      throw new IOException(answer.complaint());
    }
    SocketProof.Verdict verdict = proof.of(host.group(), port);
    if (verdict != SocketProof.Verdict.OURS) {
      throw new IOException("port " + port + " is " + verdict);
    }
    KmTarget target = ReadyWait.target(order, answer.host().get(), port, secret);
    return new LiveProcess(
        order, target, host.group(), host.child(), at, Optional.empty(), StartSource.SHARED);
  }

  private void abandon(HostProcess host, StartOrder order) {
    if (close(host, order, order.stopTimeout())) {
      try {
        Secrets.remove(order.dataFolder(), order.generation());
      } catch (IOException e) {
        LOG.log(Level.WARNING, "the secret of " + name(order) + " could not be removed", e);
      }
      records.remove(order.project(), order.generation());
    }
  }

  @Override
  public boolean end(LiveProcess process, Duration patience) {
    Optional<HostProcess> host = hosts.of(process.pid());
    if (host.isEmpty()) {
      // why: a neighbour has verified its death already
      return !process.group().leaderRuns();
    }
    return close(host.get(), process.order(), patience);
  }

  /** Whether the project is closed for certain. */
  boolean close(HostProcess host, StartOrder order, Duration patience) {
    try {
      if (!host.runs()) {
        return hosts.lost(host);
      }
      host.close(order.project().value(), order.generation(), patience.plus(CLOSING));
      hosts.leave(host, name(order));
      return true;
    } catch (IOException e) {
      return host.runs()
          ? hosts.end(host, "it did not close " + name(order) + ": " + e.getMessage())
          : hosts.lost(host);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // why: the adapter detaches, nothing more is done
      return false;
    }
  }

  static String name(StartOrder order) {
    return order.project() + "#" + order.generation();
  }
}
