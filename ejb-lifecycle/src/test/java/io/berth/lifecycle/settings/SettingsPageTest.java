package io.berth.lifecycle.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "settings.md");

  /** With {@code -Dberth.docs.write=true} it writes the page instead. */
  @Test
  void thePageInTheDocumentationIsCurrent() throws IOException {
    if (Boolean.getBoolean("berth.docs.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, SettingsPage.render());
    }
    assertThat(PAGE)
        .as(
            "write it with: mvn -pl ejb-lifecycle -am test -Dtest=SettingsPageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dberth.docs.write=true")
        .hasContent(SettingsPage.render());
  }
}
