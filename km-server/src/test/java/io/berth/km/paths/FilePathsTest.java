package io.berth.km.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.km.store.KnowledgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePathsTest {
  @TempDir Path folder;
  private FilePaths paths;

  @BeforeEach
  void make() {
    paths = FilePaths.in(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "LoginForm, component, src/auth/loginform/components/LoginForm.tsx",
    "Authorizer, service, src/auth/authorizer/services/authorizer.service.ts",
    "UserProfile, model, src/users/userprofile/models/userprofile.ts",
    "ProfileCard, test, src/users/profilecard/lib/profilecard.test.ts",
    "AdminPanel, util, src/admin/adminpanel/utils/adminpanel.ts",
    "Payments, other, src/core/payments/lib/payments.ts",
    "Payments, , src/core/payments/components/Payments.tsx",
  })
  void followsTheConventions(String component, String type, String path) {
    assertThat(paths.path(component, type)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../etc/passwd",
        "a/b",
        "a\\b",
        "a\nb",
        "a\0b",
        "..",
        ".hidden",
        "-rf",
        "a:b",
        "{x}",
        " "
      })
  void refusesNamesThatCouldLeaveTheProject(String name) {
    assertThatThrownBy(() -> paths.path(name, "component"))
        .isInstanceOf(KnowledgeException.class)
        .hasMessageStartingWith("component_name ");
  }

  @Test
  void saysWhichCharacterIsWrong() {
    assertThatThrownBy(() -> paths.path("a/b", null))
        .hasMessageStartingWith("component_name contains U+002F at position 1");
    assertThatThrownBy(() -> paths.path("x".repeat(101), null))
        .hasMessageContaining("has 101 characters; at most 100");
  }

  @Test
  void takesThePatternFromTheProjectsConfigAndSeesItChange() throws IOException {
    Path config = Files.createDirectory(folder.resolve(".claude")).resolve("config.json");
    Files.writeString(config, "{\"conventions\":{\"path_pattern\":\"app/{layer}/{component}\"}}");
    assertThat(paths.path("Login", "service")).isEqualTo("app/services/login/login.service.ts");

    Files.writeString(config, "{\"conventions\":{}}");
    Files.setLastModifiedTime(config, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    assertThat(paths.path("Login", "service"))
        .isEqualTo("src/auth/login/services/login.service.ts");
  }

  @ParameterizedTest
  @CsvSource({
    "src/{module}, '{module} is not known; there are only [component, domain, layer]'",
    "../{component}, must not contain empty folders",
    "/etc/{component}, must be a relative path",
    "src/{component, brace without its partner",
    "src//{component}, must not contain empty folders",
    "'', must have 1 to 500 characters",
  })
  void saysWhatIsWrongWithAPattern(String pattern, String why) throws IOException {
    Files.writeString(
        folder.resolve("config.json"), "{\"conventions\":{\"path_pattern\":\"" + pattern + "\"}}");

    assertThatThrownBy(() -> paths.path("Login", null))
        .isInstanceOf(KnowledgeException.class)
        .hasMessageContaining("conventions.path_pattern")
        .hasMessageContaining(why);
  }

  @Test
  void saysThatTheConfigIsNoJson() throws IOException {
    Files.writeString(folder.resolve("config.json"), "{conventions");
    assertThatThrownBy(() -> paths.path("Login", null))
        .hasMessageStartingWith("config.json of the project cannot be read as JSON");
  }
}
