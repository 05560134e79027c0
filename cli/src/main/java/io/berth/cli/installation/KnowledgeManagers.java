package io.berth.cli.installation;

import io.berth.cli.CommandFailure;
import io.berth.cli.installation.MarkedProcesses.Marked;
import io.berth.cli.os.ProcFs;
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

  private final Installation installation;
  private final ProcFs proc;

  /** Those of this installation. */
  public KnowledgeManagers(Installation installation, ProcFs proc) {
    this.installation = installation;
    this.proc = proc;
  }

  /** Those that run now, found by record and by mark. */
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
        .forEach(recorded -> byPid.putIfAbsent(recorded.identity().pid(), recorded));
    return new ArrayList<>(byPid.values());
  }

  /**
   * Ends them all, their groups with them.
   *
   * @param patience from the polite signal to the kill
   * @return the projects whose processes were ended
   * @throws CommandFailure if one does not die
   */
  public Set<String> end(Duration patience) {
    List<Marked> first = running();
    Set<String> projects = new TreeSet<>();
    first.forEach(marked -> marked.project().ifPresent(projects::add));
    signal("TERM", first);
    if (!Waiting.until(patience, Duration.ofMillis(50), () -> running().isEmpty())) {
      signal("KILL", running());
    }
    if (!Waiting.until(KILL, Duration.ofMillis(50), () -> running().isEmpty())) {
      throw new CommandFailure(
          "Processes "
              + running().stream().map(m -> m.identity().pid()).toList()
              + " of this installation do not die; look at them with ps.");
    }
    killRests(first);
    return projects;
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
