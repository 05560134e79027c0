package io.berth.connector.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.RestartLimits;
import io.berth.connector.api.StartOrder;
import io.berth.connector.proc.Marker;
import io.berth.connector.proc.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AdoptionPlanTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final ProjectId BETA = new ProjectId("beta");

  @Test
  void onlyTheWantedGenerationIsAdoptedAndEverythingElseOfOursIsEnded() {
    Found wanted = found(ALPHA, 3, true);
    Found old = found(ALPHA, 2, true);
    Found unknown = found(BETA, 1, true);
    AdoptionPlan plan = AdoptionPlan.of(List.of(wish(ALPHA, 3)), List.of(old, wanted, unknown));
    assertThat(plan.adopt()).extracting(AdoptionPlan.Pair::found).containsExactly(wanted);
    assertThat(plan.end()).containsExactly(old, unknown);
    assertThat(plan.gone()).isEmpty();
  }

  @Test
  void aChildWhoseLeaderIsGoneIsNotAdopted() {
    AdoptionPlan plan = AdoptionPlan.of(List.of(wish(ALPHA, 3)), List.of(found(ALPHA, 3, false)));
    assertThat(plan.adopt()).isEmpty();
    assertThat(plan.end()).hasSize(1);
    assertThat(plan.gone()).containsKey(ALPHA);
  }

  @Test
  void whatDoesNotRunIsSaidToBeGone() {
    assertThat(AdoptionPlan.of(List.of(wish(ALPHA, 3)), List.of()).gone())
        .containsEntry(ALPHA, "generation 3 does not run");
  }

  private static Found found(ProjectId project, long generation, boolean leads) {
    return new Found(
        new Marker("i", "n", project, generation),
        new ProcessIdentity("boot", 100 + generation, 1),
        leads,
        Optional.empty());
  }

  private static AdoptionWish wish(ProjectId project, long generation) {
    return new AdoptionWish(
        new StartOrder(
            project,
            generation,
            KmRuntime.builtInRuntime(),
            Path.of("/d"),
            OptionalInt.empty(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            RestartLimits.DEFAULTS,
            Map.of()));
  }
}
