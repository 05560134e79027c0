package io.berth.connector.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.berth.connector.api.HeaderNames;
import io.berth.connector.api.PortRange;
import io.berth.connector.api.ProjectId;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Names that become paths, ports and programs: by their rule, or refused as documented. */
class NamesFuzzTest {
  private static final HeaderNames NAMES = HeaderNames.of("te", "Host", "Content-Length");

  @FuzzTest
  void namesAreWhatTheirRulesSay(byte[] data) {
    String text = new String(data, UTF_8);
    boolean valid = text.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\z");
    assertThat(ProjectId.isValid(text)).isEqualTo(valid);
    if (valid) {
      Path folder = Path.of("/data/projects");
      assertThat(folder.resolve(text).normalize().getParent()).isEqualTo(folder);
    }

    Set<String> slow = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    slow.addAll(Set.of("te", "Host", "Content-Length"));
    assertThat(NAMES.contains(text)).isEqualTo(slow.contains(text));

    CommandPath.find(text, "/usr/bin:" + text.replace("\0", ""), Path.of("/"));
    try {
      PortRange range = PortRange.parse(text);
      assertThat(PortRange.parse(range.toString())).isEqualTo(range);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).isExactlyInstanceOf(IllegalArgumentException.class);
    }
  }
}
