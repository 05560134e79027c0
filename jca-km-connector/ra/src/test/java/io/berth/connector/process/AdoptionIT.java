package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static io.berth.connector.process.Bench.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.AdoptionReport;
import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.ProcessEvent.Kind;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StopReason;
import io.berth.connector.files.ProcessRecord;
import io.berth.connector.files.ProcessRecords;
import io.berth.connector.proc.ProcStat;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdoptionIT {
  private static final ProjectId BETA = new ProjectId("beta");

  @RegisterExtension final Bench bench = new Bench();

  @Test
  void aWantedProcessIsAdoptedWithTheSamePidAndWithoutDowntime() throws Exception {
    ProcessSnapshot before = bench.ensure(ALPHA, serving());
    bench.restartSupervisor();
    try (Socket stillOpen = new Socket("127.0.0.1", before.port().getAsInt())) {
      assertThat(stillOpen.isConnected()).isTrue();
    }
    AdoptionReport report = bench.supervisor.adopt(List.of(wish(ALPHA, 1)));
    assertThat(report.gone()).isEmpty();
    assertThat(report.ended()).isEmpty();
    assertThat(report.adopted()).extracting(ProcessSnapshot::pid).containsExactly(before.pid());
    ProcessSnapshot after = bench.ensure(ALPHA, serving());
    assertThat(after.pid()).isEqualTo(before.pid());
    assertThat(after.port()).isEqualTo(before.port());
    assertThat(after.adopted()).isTrue();
    assertThat(after.startedAt().orElseThrow())
        .isBetween(before.startedAt().orElseThrow().minusSeconds(1), Instant.MAX);
    bench.supervisor.begin(ALPHA).close();
    Awaitility.await().until(() -> bench.kinds().contains(Kind.ADOPTED));
  }

  @Test
  void aLostRecordDoesNotLoseTheProcess() throws Exception {
    ProcessSnapshot before = bench.ensure(ALPHA, serving());
    bench.restartSupervisor();
    Files.delete(bench.data.resolve("run/alpha.json"));
    assertThat(bench.supervisor.adopt(List.of(wish(ALPHA, 1))).adopted())
        .extracting(ProcessSnapshot::pid, ProcessSnapshot::port)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(before.pid(), before.port()));
    assertThat(bench.data.resolve("run/alpha.json")).exists();
  }

  @Test
  void whatIsOursAndUnwantedIsEnded() throws Exception {
    bench.ensure(ALPHA, serving());
    bench.ensure(BETA, serving());
    bench.restartSupervisor();
    AdoptionReport report = bench.supervisor.adopt(List.of(wish(ALPHA, 2)));
    assertThat(report.adopted()).isEmpty();
    assertThat(report.ended()).hasSize(2);
    assertThat(report.gone().get(ALPHA)).contains("found instead: alpha#1 pid");
    assertThat(bench.ours()).isEmpty();
  }

  @Test
  void aForgedRecordThatPointsToAnInnocentProcessHarmsNobody() throws Exception {
    Process innocent = new ProcessBuilder("sleep", "60").start();
    try {
      ProcStat stat = bench.proc.stat(innocent.pid()).orElseThrow();
      ProcessRecords records = new ProcessRecords(bench.data);
      records.write(
          new ProcessRecord(
              ALPHA,
              1,
              "fake",
              bench.range.first(),
              innocent.pid(),
              stat.startTicks(),
              bench.proc.bootId(),
              Instant.EPOCH));
      AdoptionReport report = bench.supervisor.adopt(List.of(wish(ALPHA, 1)));
      assertThat(report.adopted()).isEmpty();
      assertThat(report.gone()).containsKey(ALPHA);
      assertThat(innocent.isAlive()).isTrue();
      assertThat(records.all()).isEmpty();
    } finally {
      innocent.destroyForcibly().waitFor();
    }
  }

  @Test
  void aProcessWithoutItsSecretIsNotTrusted() throws Exception {
    bench.ensure(ALPHA, serving());
    bench.restartSupervisor();
    Path secret = bench.data.resolve("projects/alpha/run/secret-1");
    Files.delete(secret);
    assertThat(bench.supervisor.adopt(List.of(wish(ALPHA, 1))).gone().get(ALPHA))
        .contains("secret is gone");
    assertThat(bench.ours()).isEmpty();
  }

  @Test
  void theSecretOfAProcessThatDiedMeanwhileGoesWithItsRecord() throws Exception {
    long pid = bench.ensure(ALPHA, serving()).pid().getAsLong();
    Path secret = bench.data.resolve("projects/alpha/run/secret-1");
    bench.restartSupervisor();
    assertThat(secret).as("while the process lives").exists();
    ProcessHandle dead = ProcessHandle.of(pid).orElseThrow();
    dead.destroyForcibly();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> bench.ours().isEmpty());

    assertThat(bench.supervisor.adopt(List.of(wish(ALPHA, 1))).gone()).containsKey(ALPHA);

    assertThat(secret).doesNotExist();
    assertThat(new ProcessRecords(bench.data).all()).isEmpty();
  }

  @Test
  void theDeathOfAnAdoptedProcessIsSeen() throws Exception {
    bench.limits = Bench.COOLING;
    ProcessSnapshot before = bench.ensure(ALPHA, serving());
    bench.restartSupervisor();
    bench.supervisor.adopt(List.of(wish(ALPHA, 1)));
    ProcessHandle.of(before.pid().getAsLong()).orElseThrow().destroyForcibly();
    bench.supervisor.suspect(ALPHA, 1);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> bench.supervisor.snapshot(ALPHA).state() == ProcessState.BACKOFF);
    assertThat(bench.ensure(ALPHA, serving()).generation()).isEqualTo(2);
  }

  @Test
  void manyAreAdoptedAtOnce() throws Exception {
    List<AdoptionWish> wishes = new ArrayList<>();
    for (int i = 0; i < bench.range.size(); i++) {
      ProjectId project = new ProjectId("p" + i);
      bench.ensure(project, serving());
      wishes.add(wish(project, 1));
    }
    bench.restartSupervisor();
    assertThat(bench.supervisor.adopt(wishes).adopted()).hasSize(wishes.size());
    for (AdoptionWish wish : wishes) {
      bench.stop(wish.order().project(), StopReason.SHUTDOWN);
    }
  }

  private AdoptionWish wish(ProjectId project, long generation) {
    return new AdoptionWish(bench.order(project, generation, serving()));
  }
}
