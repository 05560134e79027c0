package io.berth.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed when no process runs any more, and what is not. */
class LeftSecretsTest {
  @TempDir Path data;
  @TempDir Path elsewhere;

  @Test
  void secretsGoAndEverythingElseStays() throws Exception {
    Path run = Files.createDirectories(data.resolve("projects/alpha/run"));
    Files.createDirectories(data.resolve("projects/never-started"));
    Path first = Files.writeString(run.resolve("secret-1"), "a");
    Path second = Files.writeString(run.resolve("secret-12"), "b");
    Path other = Files.writeString(run.resolve("km.log"), "c");
    Path database = Files.writeString(data.resolve("projects/alpha/km.db"), "d");

    LeftSecrets.remove(new Installation(data));

    assertThat(first).doesNotExist();
    assertThat(second).doesNotExist();
    assertThat(other).exists();
    assertThat(database).exists();
  }

  @Test
  void noLinkIsFollowed() throws Exception {
    Path foreign = Files.writeString(elsewhere.resolve("secret-1"), "not ours");
    Files.createDirectories(data.resolve("projects/alpha"));
    Files.createSymbolicLink(data.resolve("projects/alpha/run"), elsewhere);
    Path run = Files.createDirectories(data.resolve("projects/beta/run"));
    Files.createSymbolicLink(run.resolve("secret-1"), foreign);

    LeftSecrets.remove(new Installation(data));

    assertThat(foreign).hasContent("not ours");
  }

  @Test
  void anInstallationThatNeverRanHasNone() {
    LeftSecrets.remove(new Installation(data));
    assertThat(data).isEmptyDirectory();
  }
}
