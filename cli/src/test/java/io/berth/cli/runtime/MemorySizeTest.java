package io.berth.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
  private final MemorySize size = new MemorySize();

  @Test
  void unitsAreThoseThatPeopleWrite() {
    assertThat(size.convert("1048576")).isEqualTo(1 << 20);
    assertThat(size.convert("256MiB")).isEqualTo(256L << 20);
    assertThat(size.convert("2GiB")).isEqualTo(2L << 30);
    assertThat(size.convert("3MB")).isEqualTo(3_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "-1", "1.5GiB", "256 mib", "999999999999999GiB"})
  void whatIsNoSizeIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> size.convert(text)).hasMessageContaining(text);
  }
}
