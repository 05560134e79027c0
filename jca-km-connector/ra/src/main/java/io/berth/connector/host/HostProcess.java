package io.berth.connector.host;

import io.berth.connector.install.KmKind;
import io.berth.connector.proc.ProcessGroup;
import io.berth.connector.warm.Answer;
import io.berth.connector.warm.ControlLine;
import io.berth.connector.warm.JsonWords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One shared process, and the orders that it takes: each on a connection of its own, so that a slow
 * one holds up no other. Thread-safe.
 *
 * @param id its name in its environment and in the names of its files
 * @param kind which built-in KM it runs
 * @param child its handle if this JVM forked it
 * @param group itself; it starts nothing
 * @param socket where it takes orders
 */
public record HostProcess(
    String id,
    KmKind kind,
    Optional<Process> child,
    ProcessGroup group,
    Path socket,
    LongSupplier nanos) {
  private static final Duration ACCEPTANCE = Duration.ofSeconds(5);
  private static final String GREETING = "WARM";
  private static final String ACCEPTED = "ACCEPTED";
  private static final Pattern HOSTS = Pattern.compile("HOSTS port=(\\d{1,5})((?: \\S+)*)");

  /** What it says about itself: its port, and {@code project#generation} of all that is open. */
  public record Contents(int port, Set<String> open) {}

  /** Whether it runs still: one file is read. */
  public boolean runs() {
    return group.leaderRuns();
  }

  /**
   * Opens a project.
   *
   * @param words what a process of its own would have had as arguments
   * @throws IOException when it is silent, or not what it should be: the outcome is not known
   */
  public Answer open(List<String> words, Duration patience, BooleanSupplier giveUp)
      throws IOException, InterruptedException {
    List<String> order = new ArrayList<>(List.of("open"));
    order.addAll(words);
    return Answer.of(ask(order, patience, giveUp));
  }

  /**
   * Closes this generation of a project, if it is open: from then on the folder is free.
   *
   * @throws IOException when it does not say so
   */
  public void close(String project, long generation, Duration patience)
      throws IOException, InterruptedException {
    String said = ask(List.of("close", project, Long.toString(generation)), patience, () -> false);
    if (!said.equals("CLOSED")) {
      throw new IOException("asked to close " + project + " it said '" + said + "'");
    }
  }

  /** What is open. */
  public Contents contents() throws IOException, InterruptedException {
    String said = ask(List.of("list"), ACCEPTANCE, () -> false);
    Matcher hosts = HOSTS.matcher(said);
    if (!hosts.matches()) {
      throw new IOException("asked what is open it said '" + said + "'");
    }
    Set<String> open = new TreeSet<>(List.of(hosts.group(2).strip().split(" ")));
    open.remove("");
    return new Contents(Integer.parseInt(hosts.group(1)), open);
  }

  private String ask(List<String> words, Duration patience, BooleanSupplier giveUp)
      throws IOException, InterruptedException {
    try (ControlLine line = ControlLine.connect(socket, nanos)) {
      String greeting = line.await(ACCEPTANCE, giveUp);
      if (!greeting.equals(GREETING)) {
        throw new IOException("it greeted with '" + greeting + "'");
      }
      line.send(JsonWords.write(words));
      String first = line.await(ACCEPTANCE, giveUp);
      return first.equals(ACCEPTED) ? line.await(patience, giveUp) : first;
    }
  }

  @Override
  public String toString() {
    return "shared process " + id + " (pid " + group.leader().pid() + ")";
  }
}
