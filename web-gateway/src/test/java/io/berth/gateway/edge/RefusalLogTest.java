package io.berth.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
  private final AtomicLong now = new AtomicLong();
  private final List<String> lines = new ArrayList<>();
  private final RefusalLog log = new RefusalLog(now::get, lines::add);

  @Test
  void aFloodIsCountedAndToldWithTheNextLine() {
    for (int i = 0; i < RefusalLog.MOST + 50; i++) {
      log.write("line " + i);
    }
    assertThat(lines).hasSize(RefusalLog.MOST);
    now.addAndGet(1_000_000_000L);
    log.write("after");
    log.write("more");
    assertThat(lines).endsWith("after unwritten-before=50", "more");
  }

  @Test
  void aLineStaysOneLine() {
    assertThat(RefusalLog.printable("/a\r\nrefused status=200\u2028 b"))
        .isEqualTo("/a??refused?status=200??b");
    assertThat(RefusalLog.printable("x".repeat(10_000))).hasSize(200);
  }
}
