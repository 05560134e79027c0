package io.berth.lifecycle.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronExpressionTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 8-18 * * MON-FRI | 2026-03-06T18:00 | 2026-03-09T08:00",
        "*/15 * * * * | 2026-03-06T18:46 | 2026-03-06T19:00",
        "5,10 0 * * * | 2026-03-06T00:05 | 2026-03-06T00:10",
        "0 0 29 FEB * | 2026-03-01T00:00 | 2028-02-29T00:00",
        "0 0 1 jan * | 2026-03-01T00:00 | 2027-01-01T00:00",
        "0 12 13 * FRI | 2026-03-01T00:00 | 2026-03-06T12:00",
        "0 12 13 * FRI | 2026-03-12T13:00 | 2026-03-13T12:00",
        "0 12 * * 7 | 2026-03-02T00:00 | 2026-03-08T12:00",
        "0 12 * * SAT-SUN | 2026-03-07T13:00 | 2026-03-08T12:00",
        "10-30/10 6 * * * | 2026-03-02T06:11 | 2026-03-02T06:20",
        "0 0 31 * * | 2026-03-31T01:00 | 2026-05-31T00:00"
      })
  void theNextTimeIsFound(String text, LocalDateTime after, LocalDateTime next) {
    CronExpression expression = CronExpression.parse(text);
    assertThat(expression.next(after.plusSeconds(1))).contains(next);
    assertThat(expression.matches(next)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 8 * * | column 8: five fields are needed",
        "0 8 * * MON extra | column 13: there are only five fields",
        "60 8 * * * | column 1, minute: 60 is not from 0 to 59",
        "0 24 * * * | column 3, hour: 24 is not from 0 to 23",
        "0 8,25 * * * | column 5, hour: 25 is not from 0 to 23",
        "0 8-x * * * | column 5, hour: 'x' is no number",
        "0 18-8 * * * | column 3, hour: the range 18-8 runs backwards",
        "0 8- * * * | column 5, hour: a number is missing",
        "0 8, * * * | column 5, hour: a number is missing",
        "0 */0 * * * | column 5, hour: a step must be from 1 to 23",
        "0 5/2 * * * | column 4, hour: a step needs a range or *",
        "0 0 32 * * | column 5, day of month: 32 is not from 1 to 31",
        "0 0 * FOO * | column 7, month: 'FOO' is no number or JAN to DEC",
        "0 0 * * 8 | column 9, day of week: 8 is not from 0 to 7",
        "0 0 * * MON#2 | column 9, day of week: 'MON#2' is no number or SUN to SAT",
        "0 0 31 FEB * | column 5: there is no such day in any year",
        "@daily | column 7: five fields are needed",
        "0 -1 * * * | column 3, hour: a number is missing"
      })
  void aMistakeIsShownAtItsColumn(String text, String start) {
    assertThatThrownBy(() -> CronExpression.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(start);
  }

  @Test
  void aLocalTimeThatTheClockLeavesOutCountsAtTheEndOfTheGap() {
    // 2026-03-29: 02:00 +01:00 becomes 03:00 +02:00
    assertThat(times("30 2 * * *", "2026-03-28T12:00:00Z", 2))
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    assertThat(times("0 3 * * *", "2026-03-28T12:00:00Z", 1))
        .containsExactly("2026-03-29T01:00:00Z");
    assertThat(times("0 2,3 * * *", "2026-03-28T12:00:00Z", 2))
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z");
  }

  @Test
  void aLocalTimeThatTheClockRepeatsCountsOnceUnlessEveryHourDoes() {
    // 2026-10-25: 03:00 +02:00 becomes 02:00 +01:00
    assertThat(times("30 2 * * *", "2026-10-24T12:00:00Z", 2))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    assertThat(times("0 * * * *", "2026-10-24T23:30:00Z", 4))
        .containsExactly(
            "2026-10-25T00:00:00Z",
            "2026-10-25T01:00:00Z",
            "2026-10-25T02:00:00Z",
            "2026-10-25T03:00:00Z");
  }

  private static List<String> times(String text, String after, int count) {
    CronTimes times = new CronTimes(CronExpression.parse(text), BERLIN);
    List<String> found = new ArrayList<>();
    Instant time = Instant.parse(after);
    for (int i = 0; i < count; i++) {
      time = times.next(time).orElseThrow();
      found.add(time.toString());
    }
    return found;
  }
}
