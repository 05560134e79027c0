package io.berth.gateway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.gateway.problem.ProblemException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanInputTest {
  @ParameterizedTest
  @CsvSource({
    "Web Shop,web-shop",
    "'  Größe & Maß  ',gro-e-ma",
    "v2.0!,v2-0",
    "ALREADY-an-id,already-an-id"
  })
  void anIdIsMadeOfAName(String name, String id) {
    assertThat(PlanInput.id(name)).isEqualTo(id);
  }

  @Test
  void aLongNameIsCutAndOneWithoutLettersIsRefused() {
    assertThat(PlanInput.id("a".repeat(62) + " b")).isEqualTo("a".repeat(62));
    assertThatThrownBy(() -> PlanInput.id("日本")).isInstanceOf(ProblemException.class);
  }

  @Test
  void theTitleIsTheFirstLine() {
    assertThat(PlanInput.title("\n  Search \n- a\n- b")).isEqualTo("Search");
    assertThat(PlanInput.title("x".repeat(500))).hasSize(120).endsWith("…");
    assertThatThrownBy(() -> PlanInput.title(" \n ")).isInstanceOf(ProblemException.class);
  }

  @Test
  void optionsAreRead() {
    JsonObject json =
        Json.createObjectBuilder()
            .add("options", Json.createObjectBuilder().add("deadline", "2026-03-01T12:00:00Z"))
            .build();
    assertThat(PlanInput.deadline(PlanInput.options(json)))
        .contains(Instant.parse("2026-03-01T12:00:00Z"));
    JsonObject wrong =
        Json.createObjectBuilder()
            .add("options", Json.createObjectBuilder().add("deadline", "tomorrow"))
            .build();
    assertThatThrownBy(() -> PlanInput.deadline(PlanInput.options(wrong)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("options.deadline");
  }
}
