package io.berth.lifecycle.board.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.settings.InvalidSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardsFileTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("boards.json"), text);
  }

  private List<String> mistakes(String text) throws IOException {
    Path file = file(text);
    return catchThrowableOfType(InvalidSettings.class, () -> BoardsFile.read(file)).mistakes();
  }

  @Test
  void whatIsNotSaidIsUsual() throws IOException {
    String says =
        "{\"provider\":\"github\",\"repository\":\"acme/boat\",\"tokenFile\":\"/run/token\"}";
    MirroredBoard board = BoardsFile.read(file("{\"alpha\":" + says + "}")).get(0);
    assertThat(board.project()).isEqualTo(new ProjectId("alpha"));
    assertThat(board.poll()).isEqualTo(Duration.ofSeconds(30));
    assertThat(board.address().api()).isEqualTo(URI.create("https://api.github.com"));
    assertThat(board.address().label()).isEqualTo("berth");
    assertThat(board.address().logins()).isEmpty();
  }

  @Test
  void everythingMayBeSaid() throws IOException {
    MirroredBoard board =
        BoardsFile.read(
                file(
                    """
                    {"alpha": {"provider": "github", "repository": "acme/boat", "tokenFile": "t",
                      "url": "http://127.0.0.1:8090/api/v3/", "label": "agents", "poll": "PT1M",
                      "timeout": "PT2S", "assignees": {"ann": "ann-gh"}}}
                    """))
            .get(0);
    assertThat(board.address().display()).isEqualTo("http://127.0.0.1:8090/api/v3/repos/acme/boat");
    assertThat(board.address().timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(board.address().logins()).isEqualTo(Map.of("ann", "ann-gh"));
  }

  @Test
  void eachMistakeIsToldWithItsProjectAndField() throws IOException {
    String good = "\"provider\":\"github\",\"repository\":\"acme/boat\",\"tokenFile\":\"t\"";
    assertThat(
            mistakes(
                """
                {"alpha": {"provider": "planka"},
                 "beta": {%s, "url": "http://example.org"},
                 "gamma": {%s, "token": "secret"},
                 "delta": {%s, "poll": "soon"},
                 "Not An Id": {}}
                """
                    .formatted(good, good, good)))
        .hasSize(5)
        .anyMatch(m -> m.contains("alpha: 'provider' must be github"))
        .anyMatch(m -> m.contains("beta: 'url'"))
        .anyMatch(m -> m.contains("gamma: 'token' is none of") && !m.contains("secret"))
        .anyMatch(m -> m.contains("delta: 'poll'"))
        .allMatch(m -> m.startsWith("berth.boards-file "));
    assertThat(mistakes("[]")).hasSize(1);
    assertThat(mistakes("{\"alpha\": 7}")).hasSize(1);
    Path none = folder.resolve("none.json");
    assertThat(catchThrowableOfType(InvalidSettings.class, () -> BoardsFile.read(none)))
        .hasMessageContaining("not readable");
  }
}
