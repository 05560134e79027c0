package io.berth.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AddedTest {
  @Test
  void findsWhatFollowsTheLastLinesShown() {
    assertThat(Added.to(List.of("a", "b"), List.of("a", "b", "c"))).containsExactly("c");
    assertThat(Added.to(List.of("b", "c"), List.of("a", "b", "c", "d", "e")))
        .containsExactly("d", "e");
    assertThat(Added.to(List.of("a", "b"), List.of("a", "b"))).isEmpty();
    assertThat(Added.to(List.of(), List.of("a"))).containsExactly("a");
  }
}
