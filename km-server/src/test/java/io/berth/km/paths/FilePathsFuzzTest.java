package io.berth.km.paths;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.berth.km.store.KnowledgeException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * A name of a component, and behind a line's end a project's pattern: a path inside, or refused.
 */
class FilePathsFuzzTest {
  @TempDir static Path folder;

  @FuzzTest
  void thePathStaysInside(byte[] data) {
    String text = new String(data, UTF_8);
    int end = text.indexOf('\n');
    String name = end < 0 ? text : text.substring(0, end);
    inside(() -> FilePaths.in(folder).path(name, "service"));
    if (end >= 0) {
      inside(
          () ->
              new PathPattern(text.substring(end + 1))
                  .fill(java.util.Map.of("domain", "d", "component", "c", "layer", "l")));
    }
  }

  private static void inside(java.util.function.Supplier<String> made) {
    String path;
    try {
      path = made.get();
    } catch (KnowledgeException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return;
    }
    Path root = Path.of("/project");
    Path file = root.resolve(path).normalize();
    assertThat(file.startsWith(root) && !file.equals(root)).as(path).isTrue();
    assertThat(path).doesNotContain("\\", "\0").doesNotStartWith("/");
  }
}
