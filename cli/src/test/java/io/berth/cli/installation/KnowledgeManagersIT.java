package io.berth.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.os.DetachedProcess;
import io.berth.cli.os.ProcFs;
import io.berth.cli.os.ProcessIdentity;
import io.berth.cli.os.Shell;
import io.berth.cli.os.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeManagersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String STUBBORN = "trap '' TERM; while :; do /bin/sleep 300; done";

  @TempDir Path temp;
  private final ProcFs proc = new ProcFs();
  private final List<ProcessIdentity> started = new ArrayList<>();
  private Installation installation;
  private String id;

  @BeforeEach
  void create() {
    installation = new Installation(temp.resolve("var"));
    id = installation.create();
  }

  @AfterEach
  void leavesNothing() {
    started.stream()
        .filter(process -> process.alive(proc))
        .forEach(p -> ProcessHandle.of(p.pid()).ifPresent(ProcessHandle::destroyForcibly));
  }

  @Test
  void endsMarkedProcessesWithTheirWholeGroup() {
    ProcessIdentity polite = start(mark("alpha"), "/bin/sleep", "300");
    ProcessIdentity stubborn = start(mark("beta"), "/bin/sh", "-c", STUBBORN);

    assertThat(new KnowledgeManagers(installation, proc).end(Duration.ofMillis(500)))
        .containsExactly("alpha", "beta");

    assertThat(polite.alive(proc)).isFalse();
    assertThat(stubborn.alive(proc)).isFalse();
    assertThat(membersOf(stubborn.pid())).isEmpty();
  }

  @Test
  void whoEndsBetweenTheFirstLookAndTheSignalIsNamedAsWell() {
    ProcessIdentity early = start(mark("alpha"), "/bin/sleep", "300");
    start(mark("beta"), "/bin/sleep", "300");
    KnowledgeManagers all = new KnowledgeManagers(installation, proc);
    List<MarkedProcesses.Marked> before = all.running();
    assertThat(before).hasSize(2);
    ProcessHandle.of(early.pid()).ifPresent(ProcessHandle::destroyForcibly);
    assertThat(Waiting.until(PATIENCE, () -> all.running().size() == 1)).isTrue();

    assertThat(all.end(before, PATIENCE)).containsExactly("alpha", "beta");
  }

  @Test
  void whoTurnsUpWhileTheOthersEndIsEndedPolitelyAndNamed() {
    String marked = "BERTH_PROJECT=beta setsid /bin/sleep 300 & exit 0";
    start(
        mark("alpha"), "/bin/sh", "-c", "trap '" + marked + "' TERM; while :; do sleep 0.1; done");
    KnowledgeManagers all = new KnowledgeManagers(installation, proc);
    assertThat(Waiting.until(PATIENCE, () -> all.running().size() > 1))
        .as("it sleeps, and so has set its trap")
        .isTrue();

    assertThat(all.end(Duration.ofSeconds(20))).containsExactly("alpha", "beta");

    assertThat(all.running()).isEmpty();
  }

  @Test
  void aWarmProcessThatHasNoProjectIsEndedToo() {
    ProcessIdentity warm =
        start(
            Map.of("BERTH_INSTALLATION", id, "BERTH_NODE", "node-1", "BERTH_WARM", "0a1b2c"),
            "/bin/sleep",
            "300");

    assertThat(new KnowledgeManagers(installation, proc).end(Duration.ofSeconds(2))).isEmpty();

    assertThat(warm.alive(proc)).isFalse();
  }

  @Test
  void allProjectsOfASharedProcessAreNamedAndItIsEnded() throws Exception {
    ProcessIdentity host =
        start(
            Map.of("BERTH_INSTALLATION", id, "BERTH_NODE", "node-1", "BERTH_HOST", "0a1b2c"),
            "/bin/sleep",
            "300");
    start(mark("own"), "/bin/sleep", "300");
    for (String project : List.of("quiet", "cold")) {
      record(project, host.bootId(), host.pid(), host.startTicks());
    }
    record("moved-away", host.bootId(), host.pid(), host.startTicks() - 1);

    assertThat(new KnowledgeManagers(installation, proc).end(PATIENCE))
        .containsExactly("cold", "own", "quiet");

    assertThat(host.alive(proc)).isFalse();
  }

  @Test
  void aChildThatWipedItsMarkGoesWithItsGroup() {
    ProcessIdentity leader = start(mark("alpha"), "/bin/sh", "-c", "env -i /bin/sleep 300 & wait");
    assertThat(Waiting.until(PATIENCE, () -> membersOf(leader.pid()).size() == 2)).isTrue();

    new KnowledgeManagers(installation, proc).end(Duration.ofSeconds(2));

    assertThat(membersOf(leader.pid())).isEmpty();
  }

  @Test
  void aStoppedProcessIsWokenSoThatItCanEndInOrder() throws Exception {
    Path orderly = temp.resolve("orderly");
    String program = "trap 'echo done > " + orderly + "; exit 0' TERM; while :; do sleep 0.1; done";
    ProcessIdentity stopped = start(mark("alpha"), "/bin/sh", "-c", program);
    assertThat(Waiting.until(PATIENCE, () -> traps(stopped))).isTrue();
    Shell.run(PATIENCE, List.of("/bin/kill", "-STOP", Long.toString(stopped.pid())));
    // why: kill returns when the signal is sent, and a busy machine delivers it later
    assertThat(Waiting.until(PATIENCE, () -> isStopped(stopped))).as("it is stopped").isTrue();

    new KnowledgeManagers(installation, proc).end(PATIENCE);

    assertThat(stopped.alive(proc)).isFalse();
    assertThat(orderly).exists();
  }

  private boolean isStopped(ProcessIdentity process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether it has begun to sleep, and so has set its trap. */
  private boolean traps(ProcessIdentity process) {
    return membersOf(process.pid()).size() > 1;
  }

  @Test
  void aRecordFindsAProcessThatHasNoMark() throws Exception {
    ProcessIdentity unmarked = start(Map.of(), "/bin/sleep", "300");
    record("gamma", unmarked.bootId(), unmarked.pid(), unmarked.startTicks());

    assertThat(new KnowledgeManagers(installation, proc).end(Duration.ofSeconds(2)))
        .containsExactly("gamma");
    assertThat(unmarked.alive(proc)).isFalse();
  }

  @Test
  void neverTouchesWhatIsNotProvablyOurs() throws Exception {
    ProcessIdentity foreign =
        start(
            Map.of("BERTH_INSTALLATION", "another", "BERTH_PROJECT", "alpha"), "/bin/sleep", "300");
    ProcessIdentity innocent = start(Map.of(), "/bin/sleep", "300");
    record("reused", innocent.bootId(), innocent.pid(), innocent.startTicks() - 1);
    record("other-boot", "00000000-0000", innocent.pid(), innocent.startTicks());
    Files.writeString(installation.processRecords().resolve("damaged.json"), "{\"pid\":");

    assertThat(new KnowledgeManagers(installation, proc).end(Duration.ofSeconds(1))).isEmpty();

    assertThat(foreign.alive(proc)).isTrue();
    assertThat(innocent.alive(proc)).isTrue();
  }

  private void record(String project, String boot, long pid, long ticks) throws Exception {
    Files.createDirectories(installation.processRecords());
    Files.writeString(
        installation.processRecords().resolve(project + ".json"),
        "{\"project\":\"%s\",\"pid\":%d,\"startTicks\":%d,\"bootId\":\"%s\"}"
            .formatted(project, pid, ticks, boot));
  }

  private Map<String, String> mark(String project) {
    return Map.of("BERTH_INSTALLATION", id, "BERTH_NODE", "node-1", "BERTH_PROJECT", project);
  }

  private ProcessIdentity start(Map<String, String> env, String... command) {
    ProcessIdentity process =
        DetachedProcess.start(proc, List.of(command), env, temp, temp.resolve("log")).identity();
    started.add(process);
    return process;
  }

  private List<Long> membersOf(long group) {
    return proc.pids().stream()
        .filter(pid -> proc.stat(pid).filter(s -> s.running() && s.group() == group).isPresent())
        .toList();
  }
}
