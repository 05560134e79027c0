package io.berth.lifecycle.cron;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** Any text as a cron expression: refused with a column, or its next time is the first one. */
class CronFuzzTest {
  private static final LocalDateTime START = LocalDateTime.of(2028, 2, 27, 22, 13);
  private static final int MINUTES_LOOKED_AT = 3 * 24 * 60;

  @FuzzTest
  void theNextTimeIsTheFirstThatASlowLookFinds(byte[] data) {
    CronExpression cron;
    try {
      cron = CronExpression.parse(new String(data, UTF_8));
    } catch (IllegalArgumentException refused) {
      assertThat(refused).isExactlyInstanceOf(IllegalArgumentException.class);
      assertThat(refused.getMessage()).containsAnyOf("column", "at most").hasSizeLessThan(600);
      return;
    }
    assertThat(CronExpression.parse(cron.toString())).isEqualTo(cron);
    LocalDateTime next = cron.next(START).orElseThrow();
    LocalDateTime slow = START;
    while (slow.isBefore(START.plusMinutes(MINUTES_LOOKED_AT)) && !cron.matches(slow)) {
      slow = slow.plusMinutes(1);
    }
    if (cron.matches(slow)) {
      assertThat(next).isEqualTo(slow);
    } else {
      assertThat(next).isAfterOrEqualTo(slow);
      assertThat(cron.matches(next)).isTrue();
    }
    ZoneId zone = ZoneId.of("Europe/Berlin");
    CronTimes times = new CronTimes(cron, zone);
    assertThat(times.next(START.atZone(zone).toInstant())).isPresent();
  }
}
