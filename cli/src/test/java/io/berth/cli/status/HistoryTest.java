package io.berth.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.terminal.Sparkline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @Test
  void barsGoFromNothingToTheLargestAndGapsAreSeen() {
    assertThat(Sparkline.of(List.of(0.0, 1.0, 2.0, 7.0), 10)).isEqualTo("▁▂▃█");
    assertThat(Sparkline.of(List.of(0.0, Double.NaN, 4.0), 10)).isEqualTo("▁ █");
    assertThat(Sparkline.of(List.of(0.0, 0.0), 10)).isEqualTo("▁▁");
    assertThat(Sparkline.of(List.of(1.0, 3.0, 8.0, 8.0), 2)).isEqualTo("▃█");
    assertThat(Sparkline.of(List.of(), 10)).isEmpty();
  }

  @Test
  void theTableShowsLowHighAndNow() {
    List<Map<String, Object>> points =
        List.of(
            Map.of("at", "2026-01-02T11:00:00Z", "active", 2, "memoryBytes", 100_000_000L),
            Map.of("at", "2026-01-02T11:45:00Z", "active", 14, "memoryBytes", 890_000_000L));
    List<String> lines =
        HistoryTable.lines(points, NOON.minusSeconds(3600), Duration.ofMinutes(15), NOON);
    assertThat(lines.get(0)).startsWith("last 1h").contains("a point: 15m").endsWith("now");
    assertThat(lines.get(1)).isEqualTo("active        ▂  █          2       14      14");
    assertThat(lines.get(2)).contains("100 MB").endsWith("890 MB");
  }

  @Test
  void withoutHistoryItSaysSo() {
    assertThat(HistoryTable.lines(List.of(), NOON, Duration.ofMinutes(1), NOON))
        .singleElement()
        .asString()
        .startsWith("No history yet");
  }

  @Test
  void anAlertSaysWhatToDo() {
    assertThat(
            AlertLine.of(
                Map.of(
                    "kind", "ports",
                    "figures", "285 of 300 ports in use (95 %)",
                    "next", "widen berth.ports.ranges")))
        .isEqualTo("ports: 285 of 300 ports in use (95 %). Next: widen berth.ports.ranges.");
  }
}
