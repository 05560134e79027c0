package io.berth.connector.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KmLeftoversTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path root;

  @Test
  void whatIsNeitherWantedNorRunGoesAndTheRestStays() throws IOException {
    for (String content : List.of("wanted", "running", "needless")) {
      installed(content);
    }
    Path stranger = Files.writeString(root.resolve("notes.txt"), "not ours");
    new KmLeftovers(root, text -> text.equals("/running/lib/"))
        .remove(List.of("wanted", "running", "needless"), Set.of("wanted", "never-here"), NOW);
    assertThat(root.resolve("wanted/lib/km.jar")).exists();
    assertThat(root.resolve("running/lib/km.jar")).exists();
    assertThat(root.resolve("needless")).doesNotExist();
    assertThat(stranger).exists();
    try (var left = Files.list(root)) {
      assertThat(left).hasSize(3);
    }
  }

  @Test
  void whatAKilledInstallerLeftGoesWhenItIsCertainlyOver() throws IOException {
    Path old = aged(installed(".draft-1"), Duration.ofHours(2));
    Path going = aged(installed(".going-abc"), Duration.ofHours(2));
    Path underWay = aged(installed(".draft-2"), Duration.ofMinutes(2));
    new KmLeftovers(root, text -> false).remove(List.of(), Set.of(), NOW);
    assertThat(old).doesNotExist();
    assertThat(going).doesNotExist();
    assertThat(underWay).exists();
  }

  private Path installed(String name) throws IOException {
    Path folder = root.resolve(name);
    Files.writeString(Files.createDirectories(folder.resolve("lib")).resolve("km.jar"), "code");
    return folder;
  }

  private static Path aged(Path folder, Duration age) throws IOException {
    return Files.setLastModifiedTime(folder, FileTime.from(NOW.minus(age)));
  }
}
