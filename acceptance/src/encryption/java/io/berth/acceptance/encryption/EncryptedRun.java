package io.berth.acceptance.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.LocalBerth;
import io.berth.acceptance.MicroBerth;
import io.berth.acceptance.contract.CrashContract;
import io.berth.acceptance.contract.DataPlaneContract;
import io.berth.acceptance.contract.EncryptionContract;
import io.berth.acceptance.contract.ProcessContract;
import io.berth.acceptance.contract.ProjectsContract;
import io.berth.acceptance.contract.RestartContract;
import io.berth.acceptance.contract.SharedProcessContract;
import io.berth.acceptance.contract.SleepingListsContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A whole installation whose projects are all encrypted: what else is promised holds there, too.
 */
@ExtendWith(MicroBerth.class)
class EncryptedRun {
  @Nested
  class Encryption extends EncryptionContract {}

  @Nested
  class Projects extends ProjectsContract {}

  @Nested
  class Processes extends ProcessContract {}

  @Nested
  class DataPlane extends DataPlaneContract {}

  @Nested
  class SleepingLists extends SleepingListsContract {}

  @Nested
  class SharedProcesses extends SharedProcessContract {}

  @Nested
  class Crashes extends CrashContract {}

  @Nested
  class Restarts extends RestartContract {}

  @Nested
  class KilledKeyChanges extends KilledKeyChangeRun {}

  /** What an operator does with the data folder. */
  @Nested
  class Backups {
    private final Api admin = Api.admin();

    @Test
    void aNewProjectIsEncryptedFromItsFirstByteAndComesBackFromABackup() throws Exception {
      LocalBerth berth = (LocalBerth) BerthUnderTest.current();
      String id = Fixtures.project("backed-up", Map.of());
      assertThat(admin.tool(id, "save", Map.of("title", "t", "content", "a tapir")).status())
          .isEqualTo(200);
      assertThat(
              admin
                  .tool(
                      id,
                      "import",
                      Map.of(
                          "documents",
                          List.of(Map.of("name", "d.md", "content", "# Zoo\n\nan okapi\n"))))
                  .status())
          .isEqualTo(200);
      assertThat(admin.get("/api/v1/projects/" + id + "/encryption").json())
          .containsEntry("encrypted", true);
      Path folder = berth.dataFolder().resolve("projects").resolve(id);
      byte[] head = new byte[16];
      try (var in = Files.newInputStream(folder.resolve("km.db"))) {
        assertThat(in.readNBytes(head, 0, 16)).isEqualTo(16);
      }
      assertThat(new String(head, java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("SQLite");

      assertThat(berth.down().exit()).isZero();
      Path backup = berth.dataFolder().resolveSibling(berth.dataFolder().getFileName() + "-backup");
      copy(berth.dataFolder(), backup);
      Files.delete(folder.resolve("km.db"));
      Files.copy(backup.resolve("projects").resolve(id).resolve("km.db"), folder.resolve("km.db"));
      LocalBerth.Outcome up = berth.up();
      assertThat(up.exit()).as(up.toString()).isZero();
      Api again = Api.admin();
      assertThat(again.tool(id, "query", Map.of("question", "tapir")).body()).contains("a tapir");
      assertThat(again.tool(id, "query", Map.of("question", "okapi")).body()).contains("an okapi");
    }

    private void copy(Path from, Path to) throws Exception {
      Process copy =
          new ProcessBuilder("cp", "-a", from.toString(), to.toString()).inheritIO().start();
      assertThat(copy.waitFor()).isZero();
    }
  }
}
