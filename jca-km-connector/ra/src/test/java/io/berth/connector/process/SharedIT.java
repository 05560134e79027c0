package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.AdoptionReport;
import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.ProcessEvent.Kind;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartSource;
import io.berth.connector.api.StopReason;
import io.berth.connector.files.Secrets;
import io.berth.connector.proc.ProcStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Projects in a real process that they share: they come, go, crash and move. */
class SharedIT {
  private static final ProjectId BETA = new ProjectId("beta");
  private static final ProjectId GAMMA = new ProjectId("gamma");

  @RegisterExtension final Bench bench = new Bench();

  @Test
  void eachWakesSleepsAndMovesAloneWithAllThatItKnows() throws Exception {
    ProcessSnapshot alpha = ensure(ALPHA, true);
    ProcessSnapshot beta = ensure(BETA, true);
    assertThat(alpha.startSource()).contains(StartSource.SHARED);
    assertThat(beta.pid()).isEqualTo(alpha.pid());
    assertThat(beta.port()).isEqualTo(alpha.port());
    assertThat(bench.hosts()).hasSize(1);
    assertThat(bench.range.contains(alpha.port().getAsInt())).as("takes no port").isFalse();
    assertThat(bench.supervisor.probe(BETA).orElseThrow().healthy()).isTrue();
    assertThat(bench.supervisor.usage()).containsOnlyKeys(ALPHA, BETA);
    save(alpha, "written in the shared process");

    assertThat(bench.stop(ALPHA, StopReason.IDLE).state()).isEqualTo(ProcessState.STOPPED);
    assertThat(bench.supervisor.probe(BETA).orElseThrow().healthy()).isTrue();
    assertThat(Secrets.read(folder(ALPHA), alpha.generation())).isEmpty();

    ProcessSnapshot own = ensure(ALPHA, false);
    assertThat(own.pid()).isNotEqualTo(alpha.pid());
    assertThat(own.generation()).isGreaterThan(alpha.generation());
    assertThat(query(own, "written")).contains("written in the shared process");
    save(own, "written in a process of its own");

    ProcessSnapshot back =
        bench
            .supervisor
            .restart(ALPHA, StopReason.RESTART, bench.builtIn(true))
            .toCompletableFuture()
            .get(40, TimeUnit.SECONDS);
    assertThat(back.pid()).isEqualTo(beta.pid());
    assertThat(query(back, "written"))
        .contains("written in the shared process", "written in a process of its own");
    assertThat(bench.proc.running().stream().anyMatch(s -> s.pid() == own.pid().getAsLong()))
        .isFalse();
  }

  @Test
  void whenTheProcessCrashesAllItsProjectsComeBackWithNewGenerations() throws Exception {
    ProcessSnapshot alpha = ensure(ALPHA, true);
    ensure(BETA, true);
    ensure(GAMMA, true);
    save(alpha, "acknowledged before the crash");
    ProcessHandle.of(alpha.pid().getAsLong()).orElseThrow().destroyForcibly();
    Awaitility.await()
        .until(() -> bench.kinds().stream().filter(Kind.CRASHED::equals).count() == 3);
    ProcessSnapshot again = ensure(ALPHA, true);
    assertThat(again.generation()).isEqualTo(alpha.generation() + 1);
    assertThat(again.pid()).isNotEqualTo(alpha.pid());
    assertThat(ensure(BETA, true).pid()).isEqualTo(again.pid());
    assertThat(ensure(GAMMA, true).pid()).isEqualTo(again.pid());
    assertThat(query(again, "acknowledged")).contains("acknowledged before the crash");
  }

  @Test
  void afterARestartWhatIsWantedIsAdoptedAndTheRestClosed() throws Exception {
    ProcessSnapshot alpha = ensure(ALPHA, true);
    ensure(BETA, true);
    save(alpha, "known before the restart");
    bench.restartSupervisor();
    AdoptionReport report =
        bench.supervisor.adopt(
            List.of(
                new AdoptionWish(bench.order(ALPHA, 1, KmRuntime.builtInRuntime()).shared(true))));
    assertThat(report.adopted()).extracting(ProcessSnapshot::pid).containsExactly(alpha.pid());
    ProcessSnapshot adopted = bench.supervisor.snapshot(ALPHA);
    assertThat(adopted.adopted()).isTrue();
    assertThat(adopted.startSource()).contains(StartSource.SHARED);
    assertThat(query(adopted, "known")).contains("known before the restart");
    assertThat(ensure(BETA, false).pid()).as("its folder is free").isNotEqualTo(alpha.pid());
    ProcessHandle.of(alpha.pid().getAsLong()).orElseThrow().destroyForcibly();
    Awaitility.await().until(() -> bench.kinds().contains(Kind.CRASHED));
    assertThat(ensure(ALPHA, true).generation()).isEqualTo(2);
  }

  @Test
  void aSharedProcessThatASignalHoldsIsToldAndReplacedForAllItsProjects() throws Exception {
    ProcessSnapshot alpha = ensure(ALPHA, true);
    ensure(BETA, true);
    save(alpha, "acknowledged before it was held");
    Signals.send("STOP", alpha.pid().getAsLong());
    ProbeResult sick = bench.supervisor.probe(BETA).orElseThrow();
    assertThat(sick.healthy()).isFalse();
    assertThat(sick.detail()).contains("kill -CONT");
    ProcessSnapshot mended =
        bench
            .supervisor
            .restart(BETA, StopReason.UNHEALTHY, bench.builtIn(true))
            .toCompletableFuture()
            .get(90, TimeUnit.SECONDS);
    assertThat(mended.pid()).isNotEqualTo(alpha.pid());
    assertThat(bench.proc.stat(alpha.pid().getAsLong()).filter(ProcStat::alive)).isEmpty();
    assertThat(bench.supervisor.probe(BETA).orElseThrow().healthy()).isTrue();
    // why awaited: its neighbours learn of it by the death of the process
    Awaitility.await().until(() -> !bench.supervisor.snapshot(ALPHA).pid().equals(alpha.pid()));
    ProcessSnapshot again = ensure(ALPHA, true);
    assertThat(again.pid()).isEqualTo(mended.pid());
    assertThat(query(again, "held")).contains("acknowledged before it was held");
  }

  @Test
  void aProjectThatCannotBeOpenedIsNoMatterForTheOthers() throws Exception {
    ProcessSnapshot beta = ensure(BETA, true);
    Path broken = Files.createDirectories(folder(ALPHA));
    Files.writeString(broken.resolve("km.db"), "this is no database at all ".repeat(500));
    assertThat(bench.supervisor.ensure(ALPHA, bench.builtIn(true)).toCompletableFuture())
        .failsWithin(Duration.ofSeconds(40))
        .withThrowableThat()
        .withMessageContaining("alpha could not be opened in shared process");
    assertThat(folder(ALPHA).resolve("run")).as("no secret stays").isEmptyDirectory();
    assertThat(bench.supervisor.probe(BETA).orElseThrow().healthy()).isTrue();
    assertThat(bench.supervisor.snapshot(BETA).pid()).isEqualTo(beta.pid());
  }

  private ProcessSnapshot ensure(ProjectId project, boolean inShared) throws Exception {
    return bench
        .supervisor
        .ensure(project, bench.builtIn(inShared))
        .toCompletableFuture()
        .get(40, TimeUnit.SECONDS);
  }

  private Path folder(ProjectId project) {
    return bench.data.resolve("projects").resolve(project.value());
  }

  private void save(ProcessSnapshot to, String content) throws IOException, InterruptedException {
    assertThat(KmCalls.save(bench.data, to, content).statusCode()).isEqualTo(200);
  }

  private String query(ProcessSnapshot in, String question)
      throws IOException, InterruptedException {
    return KmCalls.tool(bench.data, in, "query", "{\"question\":\"" + question + "\"}").body();
  }
}
