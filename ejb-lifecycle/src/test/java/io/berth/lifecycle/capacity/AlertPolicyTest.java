package io.berth.lifecycle.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.lifecycle.capacity.AlertPolicy.Change;
import io.berth.lifecycle.capacity.AlertPolicy.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

class AlertPolicyTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private State state = State.CALM;
  private final List<Change> changes = new ArrayList<>();

  @BeforeTry
  void forget() {
    state = State.CALM;
    changes.clear();
  }

  private void sees(int times, double used, Optional<Duration> timeLeft) {
    for (int i = 0; i < times; i++) {
      AlertPolicy.Verdict verdict =
          AlertPolicy.decide(state, Resource.PORTS, new Amount(used, 300), timeLeft, NOON);
      state = verdict.state();
      if (verdict.change() != Change.NONE) {
        changes.add(verdict.change());
      }
    }
  }

  @Test
  void itIsRaisedOnceAndClearedOnceHoweverLongItLasts() {
    sees(2, 280, Optional.empty());
    assertThat(changes).isEmpty();
    sees(100, 280, Optional.empty());
    assertThat(changes).containsExactly(Change.RAISED);
    assertThat(state.alert().orElseThrow().figures()).isEqualTo("280 of 300 ports in use (93 %)");
    sees(100, 250, Optional.empty());
    assertThat(changes).as("within the margin").containsExactly(Change.RAISED);
    sees(5, 200, Optional.empty());
    assertThat(changes).containsExactly(Change.RAISED, Change.CLEARED);
  }

  @Test
  void aForecastRaisesItBeforeItIsTooLateAndOnlyWhenMuchIsUsedAlready() {
    Optional<Duration> soon = Optional.of(Duration.ofMinutes(40));
    sees(10, 100, soon);
    assertThat(changes).isEmpty();
    sees(3, 200, soon);
    assertThat(changes).containsExactly(Change.RAISED);
    assertThat(state.alert().orElseThrow().figures()).contains("exhausted in about 40 min");
    sees(20, 200, Optional.of(Duration.ofMinutes(90)));
    assertThat(changes).hasSize(1);
    sees(5, 200, Optional.empty());
    assertThat(changes).containsExactly(Change.RAISED, Change.CLEARED);
  }

  @Test
  void whatCannotBeJudgedChangesNothing() {
    sees(3, 290, Optional.empty());
    State raised = state;
    for (Amount unknown :
        List.of(new Amount(1, 0), new Amount(-1, 300), new Amount(Double.NaN, 1))) {
      assertThat(AlertPolicy.decide(raised, Resource.PORTS, unknown, Optional.empty(), NOON))
          .isEqualTo(new AlertPolicy.Verdict(raised, Change.NONE));
    }
  }

  @Property(tries = 200)
  void changesAlternateAndAreNeverCloserThanTheHysteresisAllows(
      @ForAll @Size(max = 200) List<@DoubleRange(max = 300) Double> levels) {
    List<Integer> at = new ArrayList<>();
    for (int minute = 0; minute < levels.size(); minute++) {
      int before = changes.size();
      sees(1, levels.get(minute), Optional.empty());
      if (changes.size() > before) {
        at.add(minute);
      }
    }
    for (int i = 0; i < changes.size(); i++) {
      assertThat(changes.get(i)).isEqualTo(i % 2 == 0 ? Change.RAISED : Change.CLEARED);
      if (i > 0) {
        int least = i % 2 == 0 ? AlertPolicy.RAISE_AFTER : AlertPolicy.CLEAR_AFTER;
        assertThat(at.get(i) - at.get(i - 1)).isGreaterThanOrEqualTo(least);
      }
    }
  }
}
