package io.berth.cli.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {
  @TempDir Path root;
  private ProcFs proc;

  @BeforeEach
  void boot() throws Exception {
    proc = new ProcFs(root);
    Files.createDirectories(root.resolve("sys/kernel/random"));
    boot("11111111-aaaa");
  }

  @Test
  void knowsAProcessAgain() throws Exception {
    process(42, "java (a) b", 'S', 1000);
    ProcessIdentity identity = ProcessIdentity.of(proc, 42).orElseThrow();
    assertThat(identity).isEqualTo(new ProcessIdentity("11111111-aaaa", 42, 1000));
    assertThat(identity.alive(proc)).isTrue();
  }

  @Test
  void aReusedPidIsAnotherProcess() throws Exception {
    process(42, "java", 'S', 1000);
    ProcessIdentity identity = ProcessIdentity.of(proc, 42).orElseThrow();
    process(42, "bash", 'S', 2000);
    assertThat(identity.alive(proc)).isFalse();
  }

  @Test
  void theSamePidAndTicksAfterAnotherBootIsAnotherProcess() throws Exception {
    process(42, "java", 'S', 1000);
    ProcessIdentity identity = ProcessIdentity.of(proc, 42).orElseThrow();
    boot("22222222-bbbb");
    assertThat(identity.alive(proc)).isFalse();
  }

  @Test
  void aZombieIsDead() throws Exception {
    process(42, "java", 'Z', 1000);
    assertThat(ProcessIdentity.of(proc, 42)).isEmpty();
  }

  private void boot(String id) throws Exception {
    Files.writeString(root.resolve("sys/kernel/random/boot_id"), id + "\n");
  }

  private void process(long pid, String name, char state, long ticks) throws Exception {
    Files.createDirectories(root.resolve(Long.toString(pid)));
    Files.writeString(
        root.resolve(pid + "/stat"),
        pid
            + " ("
            + name
            + ") "
            + state
            + " 1 42 42 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 "
            + ticks
            + " 1000 100\n");
  }
}
