package io.berth.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.cli.CommandFailure;
import org.junit.jupiter.api.Test;

class CommandLineWordsTest {
  @Test
  void splitsAtBlanksAndKeepsWhatIsQuoted() {
    assertThat(CommandLineWords.split("node  /opt/a.js --title 'two words' \"\" --x=\"a b\""))
        .containsExactly("node", "/opt/a.js", "--title", "two words", "", "--x=a b");
  }

  @Test
  void aQuoteWithoutEndIsRefused() {
    assertThatThrownBy(() -> CommandLineWords.split("node 'oops"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("'");
  }
}
