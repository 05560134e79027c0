package io.berth.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.gateway.problem.ProblemException;
import io.berth.lifecycle.plan.PlanOrder;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanRequestTest {
  @Test
  void aProjectWithoutADescriptionHasNoPlan() {
    assertThat(PlanRequest.ofProject("alpha", json("{'id':'alpha'}"))).isEmpty();
  }

  @Test
  void aProjectWithOneIsPlannedUnderItsName() {
    assertThat(
            PlanRequest.ofProject(
                "The shop",
                json(
                    "{'id':'a','description':'1. cart','deadline':'2026-03-01T12:00:00Z',"
                        + "'teamSize':5,'techStack':['java']}")))
        .contains(
            new PlanOrder(
                "The shop",
                "1. cart",
                Optional.of(Instant.parse("2026-03-01T12:00:00Z")),
                5,
                List.of("java")));
    assertThat(
            PlanRequest.ofProject("x".repeat(200), json("{'description':'1. cart'}"))
                .orElseThrow()
                .title())
        .hasSize(120)
        .endsWith("…");
  }

  @Test
  void whatIsAboutThePlanNeedsADescription() {
    refused("{'teamSize':5}", "'teamSize'");
    refused("{'techStack':['java']}", "'techStack'");
    refused("{'description':'x','teamSize':0}", "'teamSize' must be from 1");
    refused("{'description':'x','deadline':'soon'}", "'deadline'");
    refused("{'description':7}", "'description'");
  }

  private static void refused(String text, String words) {
    assertThatThrownBy(() -> PlanRequest.ofProject("alpha", json(text)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(words);
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }
}
