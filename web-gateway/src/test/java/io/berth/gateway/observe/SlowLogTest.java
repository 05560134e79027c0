package io.berth.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlowLogTest {
  private final AtomicLong now = new AtomicLong();
  private final List<String> lines = new ArrayList<>();
  private final SlowLog log =
      new SlowLog(Duration.ofSeconds(1), new CappedLog(SlowLog.MOST, now::get, lines::add));

  @Test
  void namesThePhaseThatTookMost() {
    look(Passages.phases(900, 1, 50, 0, 60));
    look(Passages.phases(10, 990, 50, 0, 60));
    look(Passages.phases(10, 1, 2000, 0, 60));
    look(Passages.phases(10, 1, 50, 0, 1100));
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0))
        .startsWith("slow because=start status=200 project=alpha")
        .contains(" start=900.00 ", " request=r-1 ", "trace=" + Passages.TRACE.traceId())
        .contains("path=\"/projects/alpha/mcp\"", "subject=\"bot-7\"");
    assertThat(lines.get(1)).startsWith("slow because=queue");
    assertThat(lines.get(2)).startsWith("slow because=km");
    assertThat(lines.get(3)).startsWith("slow because=gateway");
  }

  @Test
  void aStreamIsNotSlowForLastingLong() {
    look(Passages.phases(10, 1, 50, 3_600_000, 1));
    look(Passages.phases(10, 1, 50, 0, 1));
    assertThat(lines).isEmpty();
  }

  @Test
  void aFloodIsCounted() {
    for (int i = 0; i < SlowLog.MOST + 5; i++) {
      look(Passages.phases(2000, 0, 0, 0, 0));
    }
    assertThat(lines).hasSize(SlowLog.MOST);
    now.addAndGet(1_000_000_000L);
    look(Passages.phases(2000, 0, 0, 0, 0));
    assertThat(lines.get(SlowLog.MOST)).endsWith("unwritten-before=5");
  }

  private void look(Phases phases) {
    log.look(Passages.of("/projects/alpha/mcp", phases));
  }
}
