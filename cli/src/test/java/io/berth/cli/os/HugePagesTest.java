package io.berth.cli.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel's own words for its modes, the chosen one in brackets. */
class HugePagesTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "always [madvise] never, true",
    "[always] madvise never, true",
    "always madvise [never], false",
    "'', false"
  })
  void isTheChosenMode(String modes, boolean expected) throws Exception {
    Path file = Files.writeString(temp.resolve("enabled"), modes);
    assertThat(HugePages.onRequest(file)).isEqualTo(expected);
  }

  @Test
  void aKernelWithoutThemHasNone() {
    assertThat(HugePages.onRequest(temp.resolve("none"))).isFalse();
  }
}
