package io.berth.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.ProjectId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");

  @TempDir Path folder;

  @Test
  void aRecordComesBackAsItWasAndOnlyItsOwnGenerationRemovesIt() throws Exception {
    ProcessRecords records = new ProcessRecords(folder);
    ProcessRecord record =
        new ProcessRecord(ALPHA, 3, "odd \"name\" \\ \n", 5001, 42, 99, "boot", Instant.EPOCH);
    records.write(record);
    assertThat(records.all()).containsEntry(ALPHA, record);
    assertThat(Files.getPosixFilePermissions(folder.resolve("run/alpha.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    records.remove(ALPHA, 2);
    assertThat(records.all()).hasSize(1);
    records.remove(ALPHA, 3);
    assertThat(records.all()).isEmpty();
  }

  @Test
  void aFileThatIsNoRecordIsRemovedAndDoesNotHideTheOthers() throws Exception {
    ProcessRecords records = new ProcessRecords(folder);
    records.write(new ProcessRecord(ALPHA, 1, "r", 1, 1, 1, "b", Instant.EPOCH));
    Path half = folder.resolve("run/beta.json");
    Files.writeString(half, "{\"project\": \"beta\", \"gener");
    Files.copy(folder.resolve("run/alpha.json"), folder.resolve("run/gamma.json"));
    assertThat(records.all()).containsOnlyKeys(ALPHA);
    assertThat(half).doesNotExist();
  }

  @Test
  void eachGenerationHasASecretOfItsOwnAndOldOnesGo() throws Exception {
    String first = Secrets.create(folder, 1);
    String second = Secrets.create(folder, 2);
    assertThat(first).hasSize(64).isNotEqualTo(second);
    assertThat(Secrets.read(folder, 1)).isEmpty();
    assertThat(Secrets.read(folder, 2)).contains(second);
    Files.writeString(Secrets.file(folder, 2), second.substring(1));
    assertThat(Secrets.read(folder, 2)).as("a torn secret").isEmpty();
  }

  @Test
  void outputIsRotatedAtEachStartAndBounded() throws Exception {
    ProcessLog log = new ProcessLog(folder);
    assertThat(log.tail(5)).isEmpty();
    for (int i = 1; i <= 7; i++) {
      Files.writeString(log.rotate(), "start " + i + "\n");
    }
    assertThat(log.tail(5)).containsExactly("start 7");
    try (var files = Files.list(folder.resolve("log"))) {
      assertThat(files).hasSize(5);
    }
    Files.writeString(
        folder.resolve("log/process.log"),
        IntStream.range(0, 1000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n")));
    assertThat(log.tail(2)).containsExactly("line 998", "line 999");
    log.bound(100);
    assertThat(folder.resolve("log/process.log")).isEmptyFile();
    assertThat(Files.readString(folder.resolve("log/process.1.log"))).endsWith("line 999");
  }
}
