package io.berth.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusTest {
  private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

  @Test
  void theLineIsThatOfTheContract() {
    Map<String, Object> system =
        Map.of(
            "projects",
            47,
            "active",
            12,
            "memoryBytes",
            890_000_000L,
            "savedBytes",
            2_100_000_000L,
            "ports",
            Map.of("used", 12, "total", 300),
            "averageStartMillis",
            204.0,
            "idleStops24h",
            35,
            "nodes",
            List.of("node-1"));
    assertThat(StatusLine.of(system))
        .isEqualTo(
            "Projects 47 · active 12 (26 %) · memory 890 MB (saved 2.1 GB, 70 %) · ports 12/300"
                + " · average start 0.2 s · idle stops 24 h: 35 · nodes 1");
  }

  @Test
  void anEmptyInstallationHasALineToo() {
    assertThat(StatusLine.of(Map.of())).startsWith("Projects 0 · active 0 (0 %)");
  }

  @Test
  void aRowSaysWhatMattersInItsState() {
    assertThat(
            row(
                "state",
                "READY",
                "port",
                5001,
                "requestsPerMinute",
                45.2,
                "pssBytes",
                67_000_000,
                "startedAt",
                "2026-01-02T10:00:00Z"))
        .containsExactly("alpha", "READY", "port 5001", "45 req/min", "67 MB", "up 2h");
    assertThat(
            row(
                "state",
                "STOPPED",
                "lastExit",
                Map.of("reason", "IDLE", "at", "2026-01-02T11:37:00Z")))
        .containsExactly("alpha", "STOPPED", "idle-stopped 23m ago");
    assertThat(row("state", "STARTING", "port", 5003, "etaMillis", 4000))
        .containsExactly("alpha", "STARTING", "port 5003", "ETA 4s");
    assertThat(row("state", "STOPPED"))
        .containsExactly("alpha", "STOPPED", "not started since the server came up");
  }

  private static List<String> row(Object... members) {
    Map<String, Object> process = new java.util.HashMap<>(Map.of("projectId", "alpha"));
    for (int i = 0; i < members.length; i += 2) {
      process.put((String) members[i], members[i + 1]);
    }
    return ProcessRow.of(process, NOW);
  }
}
