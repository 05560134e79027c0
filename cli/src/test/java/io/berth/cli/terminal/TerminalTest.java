package io.berth.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void columnsLineUpWhateverTheColour() {
    assertThat(Table.of("A", "B").row("\u001b[32mok\u001b[0m", "x").row("long", null).lines())
        .containsExactly("A     B", "\u001b[32mok\u001b[0m    x", "long  -");
  }

  @Test
  void amountsAreShort() {
    assertThat(Amounts.bytes(890_000_000)).isEqualTo("890 MB");
    assertThat(Amounts.bytes(2_100_000_000L)).isEqualTo("2.1 GB");
    assertThat(Amounts.span(Duration.ofMinutes(23))).isEqualTo("23m");
    assertThat(Amounts.span(Duration.ofHours(49))).isEqualTo("2d");
    assertThat(Amounts.seconds(0.204)).isEqualTo("0.2 s");
    assertThat(Amounts.percent(1, 0)).isEqualTo("0 %");
  }
}
