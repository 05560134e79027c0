package io.berth.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A KM that may write only into its own folder puts links there that lead out of it. */
class PlantedLinksTest {
  private static final String SECRET = "0123456789abcdef".repeat(4);

  @TempDir Path temp;
  private Path project;
  private Path outside;

  @BeforeEach
  void folders() throws IOException {
    project = Files.createDirectories(temp.resolve("projects/alpha"));
    outside = Files.createDirectories(temp.resolve("outside"));
    Files.writeString(outside.resolve("process.log"), "the admin token\n".repeat(100));
    Files.writeString(outside.resolve("secret-1"), SECRET);
  }

  @Test
  void aLogThatIsALinkIsNeitherShownNorEmptied() throws IOException {
    Files.createDirectories(project.resolve("log"));
    Path target = outside.resolve("process.log");
    Files.createSymbolicLink(project.resolve("log/process.log"), target);
    ProcessLog log = new ProcessLog(project);
    assertThat(log.tail(10)).isEmpty();
    log.bound(10);
    assertThat(target).hasSize(1600);
    assertThat(project.resolve("log/process.1.log")).doesNotExist();
    log.rotate();
    assertThat(project.resolve("log/process.log")).isEmptyFile();
    assertThat(Files.isSymbolicLink(project.resolve("log/process.log"))).isFalse();
    assertThat(target).hasSize(1600);
  }

  @Test
  void aLogFolderThatIsALinkStopsTheStartAndIsNamed() throws IOException {
    Files.createSymbolicLink(project.resolve("log"), outside);
    ProcessLog log = new ProcessLog(project);
    assertThat(log.tail(10)).isEmpty();
    log.bound(10);
    assertThatThrownBy(log::rotate)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(project.resolve("log").toString())
        .hasMessageContaining("symbolic link");
    assertThat(outside.resolve("process.log")).hasSize(1600);
  }

  @Test
  void secretsOfOthersAreNeitherReadNorRemovedThroughALink() throws IOException {
    Files.createSymbolicLink(project.resolve("run"), outside);
    assertThat(Secrets.read(project, 1)).isEmpty();
    assertThatThrownBy(() -> Secrets.create(project, 2)).hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> Secrets.remove(project, 1)).hasMessageContaining("symbolic link");
    assertThat(outside.resolve("secret-1")).hasContent(SECRET);
  }

  @Test
  void aSecretThatIsALinkIsNoSecret() throws IOException {
    Files.createDirectories(project.resolve("run"));
    Files.createSymbolicLink(project.resolve("run/secret-3"), outside.resolve("secret-1"));
    assertThat(Secrets.read(project, 3)).isEmpty();
  }
}
