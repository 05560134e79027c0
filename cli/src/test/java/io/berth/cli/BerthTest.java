package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.terminal.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BerthTest {
  @TempDir Path temp;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aWrongCommandLineIsUsage() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("no-such-command")).isEqualTo(2);
    assertThat(run("up", "--no-such-option")).isEqualTo(2);
    assertThat(run("up", "--port", "70000", "--data", data())).isEqualTo(2);
    assertThat(run("up", "--nodes", "3", "--data", data())).isEqualTo(2);
    assertThat(run("project", "show")).isEqualTo(2);
    assertThat(run("project", "set", "alpha", "idleTimeout", "--data", data())).isEqualTo(3);
    assertThat(temp.resolve("var")).doesNotExist();
  }

  @Test
  void everyCommandHasHelp() {
    for (String command :
        new String[] {
          "up", "down", "demo", "status", "project", "runtime", "rollout", "agent", "task", "job",
          "token", "key", "events"
        }) {
      assertThat(run(command, "--help")).as(command).isZero();
    }
    assertThat(run("help")).isZero();
    assertThat(run("version")).isZero();
    assertThat(run("token", "revoke", "--help")).isZero();
    assertThat(run("token", "renew-key", "--help")).isZero();
    assertThat(run("key", "rotate-master", "--help")).isZero();
    assertThat(run("project", "encrypt", "--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("postgresql 17.");
  }

  @Test
  void saysItsVersionAsEveryCommandDoes() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("berth " + Versions.berth());
  }

  @Test
  void whichTokensMustBeSaid() {
    assertThat(run("token", "--data", data())).as("no role").isEqualTo(2);
    assertThat(run("token", "revoke", "--data", data())).isEqualTo(2);
    assertThat(run("token", "revoke", "id", "--subject", "ann", "--data", data())).isEqualTo(2);
    assertThat(run("token", "revoke", "id", "--data", data())).as("no server").isEqualTo(3);
    assertThat(run("token", "renew-key", "--data", data())).as("no server").isEqualTo(3);
  }

  @Test
  void keysOfProjectsAreTheServersMatter() {
    for (String order : new String[] {"encrypt", "decrypt", "rekey"}) {
      assertThat(run("project", order, "--data", data())).as("which project").isEqualTo(2);
      assertThat(run("project", order, "alpha", "--data", data())).as("no server").isEqualTo(3);
    }
    assertThat(run("key", "--data", data())).as("no command").isEqualTo(2);
    assertThat(run("key", "show", "--data", data())).as("no server").isEqualTo(3);
    assertThat(run("key", "rotate-master", "--data", data())).as("no server").isEqualTo(3);
  }

  @Test
  void tlsNeedsBothFiles() {
    assertThat(run("up", "--tls-cert", "/c", "--data", data())).isEqualTo(2);
    assertThat(run("up", "--tls-key", "/k", "--data", data())).isEqualTo(2);
  }

  @Test
  void withoutAServerTheExitCodeSaysSo() {
    assertThat(run("status", "--data", data())).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("berth up").contains(data());
    assertThat(run("logs", "--data", data())).isEqualTo(3);
  }

  @Test
  void downWithoutAnythingIsDone() {
    assertThat(run("down", "--data", data())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Nothing of");
  }

  @Test
  void isPlainWhereNobodyReadsIt() {
    run("doctor", "--data", data());
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("java").doesNotContain("\u001b");
  }

  private String data() {
    return temp.resolve("var").toString();
  }

  private int run(String... arguments) {
    Console console =
        new Console(new PrintStream(out, true), new PrintStream(err, true), false, false);
    return Berth.run(new Session(console, Map.of()), arguments);
  }
}
