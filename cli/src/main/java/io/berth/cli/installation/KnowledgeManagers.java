package io.berth.cli.installation;

import io.berth.cli.CommandFailure;
import io.berth.cli.installation.MarkedProcesses.Marked;
import io.berth.cli.os.ProcFs;
import io.berth.cli.os.ProcessIdentity;
import io.berth.cli.os.Signals;
import io.berth.cli.os.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All KM processes of an installation, to be ended when no server is there to do it. */
public final class KnowledgeManagers {
  private static final Duration KILL = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Installation installation;
  private final ProcFs proc;

  /** Those of this installation. */
  public KnowledgeManagers(Installation installation, ProcFs proc) {
    this.installation = installation;
    this.proc = proc;
  }

  /** Those that run now, found by record and by mark; a shared one is of all that are recorded. */
  public List<Marked> running() {
    Map<Long, Marked> byPid = new LinkedHashMap<>();
    installation
        .id()
        .ifPresent(
            id ->
                new MarkedProcesses(proc, id)
                    .knowledgeManagers()
                    .forEach(marked -> byPid.put(marked.identity().pid(), marked)));
    RecordedProcesses.alive(installation.processRecords(), proc)
        .forEach(
            recorded ->
                byPid.merge(
                    recorded.identity().pid(),
                    recorded,
                    (known, more) -> known.with(more.projects())));
    return new ArrayList<>(byPid.values());
  }

  /** Ends those that run now. */
  public Set<String> end(Duration patience) {
    return end(List.of(), patience);
  }

  /**
   * Ends them all, their groups with them, also those that turn up meanwhile.
   *
   * @param before those that ran when the command began: what became of them is its doing too
   * @param patience from the polite signal to the kill
   * @return the projects of all that ran, and run no more
   * @throws CommandFailure if one does not die
   */
  public Set<String> end(List<Marked> before, Duration patience) {
    Seen seen = new Seen(before);
    if (!Waiting.until(patience, LOOK, () -> asked(seen).isEmpty())) {
      signal("KILL", asked(seen));
    }
    if (!Waiting.until(KILL, LOOK, () -> asked(seen).isEmpty())) {
      throw new CommandFailure(
          "Processes "
              + running().stream().map(m -> m.identity().pid()).toList()
              + " of this installation do not die; look at them with ps.");
    }
    killRests(seen.asked());
    return seen.projects();
  }

  /** Those that run now; who was not asked to end yet is asked. */
  private List<Marked> asked(Seen seen) {
    List<Marked> now = running();
    signal("TERM", seen.add(now));
    return now;
  }

  /** Whatever ran at one of the looks, so that nobody is left out who ended between two. */
  private static final class Seen {
    private final Set<String> projects = new TreeSet<>();
    private final Map<ProcessIdentity, Marked> asked = new LinkedHashMap<>();

    Seen(List<Marked> before) {
      before.forEach(this::name);
    }

    /** Those of them that were not there before, nor are in a group that was. */
    List<Marked> add(List<Marked> now) {
      now.forEach(this::name);
      Set<Long> groups = ledGroups(asked());
      return now.stream()
          .filter(marked -> asked.putIfAbsent(marked.identity(), marked) == null)
          .filter(marked -> !groups.contains(marked.group()))
          .toList();
    }

    /** why at each look: a process is forked before it has its project's environment */
    private void name(Marked marked) {
      projects.addAll(marked.projects());
    }

    List<Marked> asked() {
      return List.copyOf(asked.values());
    }

    Set<String> projects() {
      return projects;
    }
  }

  /** Children of theirs that wiped their mark are still in a group that one of ours led. */
  private void killRests(List<Marked> ended) {
    for (long group : ledGroups(ended)) {
      boolean rest =
          proc.pids().stream()
              .anyMatch(
                  pid -> proc.stat(pid).filter(s -> s.running() && s.group() == group).isPresent());
      if (rest) {
        Signals.sendToGroup("KILL", group);
      }
    }
  }

  private void signal(String signal, List<Marked> targets) {
    Set<Long> led = ledGroups(targets);
    led.forEach(group -> Signals.sendToGroup(signal, group));
    for (Marked target : targets) {
      if (!led.contains(target.group()) && target.identity().alive(proc)) {
        Signals.send(signal, target.identity().pid());
      }
    }
  }

  /** Only a group whose leader is ours is ours as a whole. */
  private static Set<Long> ledGroups(List<Marked> targets) {
    Set<Long> led = new HashSet<>();
    for (Marked target : targets) {
      if (target.identity().pid() == target.group()) {
        led.add(target.group());
      }
    }
    return led;
  }
}
