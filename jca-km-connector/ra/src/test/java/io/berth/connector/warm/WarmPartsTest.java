package io.berth.connector.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.ProjectId;
import io.berth.connector.proc.Marker;
import io.berth.connector.proc.WarmMarker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmPartsTest {
  @TempDir Path data;

  @Test
  void wordsAreOneLineOfJson() {
    assertThat(JsonWords.write(List.of("--data", "/a \"b\"\\\nü")))
        .isEqualTo("[\"--data\",\"/a \\\"b\\\"\\\\\\u000aü\"]");
  }

  @Test
  void anAnswerIsReadyOrSaysWhyNot() {
    assertThat(Answer.of("READY port=5001").ready()).isTrue();
    Answer taken = Answer.of("FAILED 3 Port 5001 on 127.0.0.1 cannot be taken");
    assertThat(taken.ready()).isFalse();
    assertThat(taken.status()).isEqualTo(Answer.PORT_TAKEN);
    assertThat(taken.text()).startsWith("Port 5001");
    assertThat(Answer.of("REFUSED --project is required").ready()).isFalse();
    assertThat(Answer.of("nonsense").text()).isEqualTo("nonsense");
  }

  @Test
  void theReservedRoomHoldsTheLongestMark() {
    Map<String, String> environment = new HashMap<>();
    new WarmMarker("i", "n", "w1").writeTo(environment);
    assertThat(WarmMarker.of(environment)).contains(new WarmMarker("i", "n", "w1"));
    assertThat(WarmMarker.unassigned(environment)).isTrue();
    assertThat(Marker.of(environment)).isEmpty();
    Map<String, String> assigned = new HashMap<>();
    new Marker("i", "n", new ProjectId("p".repeat(63)), Long.MAX_VALUE).writeTo(assigned);
    int needed =
        ("BERTH_PROJECT=" + assigned.get("BERTH_PROJECT")).length()
            + 1
            + ("BERTH_GENERATION=" + assigned.get("BERTH_GENERATION")).length();
    assertThat("BERTH_RESERVED=".length() + environment.get("BERTH_RESERVED").length())
        .isEqualTo(needed);
    environment.putAll(assigned);
    assertThat(WarmMarker.unassigned(environment)).isFalse();
  }

  @Test
  void aSocketWhoseNameTheKernelDoesNotTakeIsSaid() {
    WarmFolder deep = new WarmFolder(data.resolve("d".repeat(100)), "node-1");
    assertThatThrownBy(() -> deep.socket("0123456789ab"))
        .hasMessageContaining("the kernel takes 107")
        .hasMessageContaining("berth.warm-pool.size=0");
  }

  @Test
  void onlyTheFilesOfOneProcessAreCleared() throws Exception {
    WarmFolder folder = new WarmFolder(data, "node-1");
    folder.make();
    Path mine = folder.makeOutput("a1");
    Files.createDirectories(folder.path().resolve("a1.sock.rehearsal/log"));
    Path other = folder.makeOutput("a10");
    folder.clear("a1");
    assertThat(mine).doesNotExist();
    assertThat(folder.path().resolve("a1.sock.rehearsal")).doesNotExist();
    assertThat(other).exists();
    Files.writeString(other, "one\ntwo\n");
    assertThat(folder.said("a10")).isEqualTo("; last lines: one | two");
    folder.clear();
    assertThat(folder.path()).isEmptyDirectory();
  }
}
