package io.berth.lifecycle.cron;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A five-field cron expression: minute, hour, day of month, month, day of week; numbers, names,
 * lists, ranges and steps. Where both days are restricted, one of them suffices, as POSIX has it.
 * Immutable; knows local times only, {@link CronTimes} puts it into a time zone.
 */
public final class CronExpression {
  /** Between two 29th of February lie eight years at most. */
  private static final int YEARS_LOOKED_AT = 9;

  private static final int LONGEST = 200;
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final LocalDateTime ANY_START = LocalDateTime.of(2000, 1, 1, 0, 0);

  private final String text;
  private final Map<CronField, BitSet> fields = new EnumMap<>(CronField.class);
  private final boolean anyDay;
  private final boolean anyWeekday;
  private final boolean everyHour;

  private CronExpression(String text, Map<CronField, String> words) {
    this.text = text;
    this.anyDay = words.get(CronField.DAY).startsWith("*");
    this.anyWeekday = words.get(CronField.WEEKDAY).startsWith("*");
    this.everyHour = words.get(CronField.HOUR).startsWith("*");
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException with the column of the mistake and the rule
   */
  public static CronExpression parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("must be at most " + LONGEST + " characters");
    }
    Map<CronField, String> words = new EnumMap<>(CronField.class);
    Map<CronField, Integer> columns = new EnumMap<>(CronField.class);
    Matcher matcher = WORD.matcher(text);
    for (CronField field : CronField.values()) {
      if (!matcher.find()) {
        throw new IllegalArgumentException(
            "column "
                + (text.length() + 1)
                + ": five fields are needed (minute hour day-of-month month day-of-week), like"
                + " 0 8-18 * * MON-FRI");
      }
      words.put(field, matcher.group());
      columns.put(field, matcher.start() + 1);
    }
    if (matcher.find()) {
      throw new IllegalArgumentException(
          "column " + (matcher.start() + 1) + ": there are only five fields");
    }
    CronExpression made = new CronExpression(String.join(" ", words.values()), words);
    for (CronField field : CronField.values()) {
      made.fields.put(field, field.parse(words.get(field), columns.get(field)));
    }
    if (made.next(ANY_START).isEmpty()) {
      throw new IllegalArgumentException(
          "column " + columns.get(CronField.DAY) + ": there is no such day in any year");
    }
    return made;
  }

  /** Whether the hours are written with {@code *}: then every hour of a long day counts. */
  boolean everyHour() {
    return everyHour;
  }

  /** Whether it means this minute. */
  boolean matches(LocalDateTime time) {
    return has(CronField.MINUTE, time.getMinute())
        && has(CronField.HOUR, time.getHour())
        && matchesDay(time.toLocalDate());
  }

  /** The first minute from this one on; empty if there is none in many years. */
  Optional<LocalDateTime> next(LocalDateTime from) {
    LocalDateTime start = from.truncatedTo(ChronoUnit.MINUTES);
    LocalDateTime time = start.isBefore(from) ? start.plusMinutes(1) : start;
    int lastYear = time.getYear() + YEARS_LOOKED_AT;
    while (time.getYear() <= lastYear) {
      if (!has(CronField.MONTH, time.getMonthValue())) {
        time = time.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay();
      } else if (!matchesDay(time.toLocalDate())) {
        time = time.toLocalDate().plusDays(1).atStartOfDay();
      } else if (!has(CronField.HOUR, time.getHour())) {
        time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
      } else if (!has(CronField.MINUTE, time.getMinute())) {
        time = time.plusMinutes(1);
      } else {
        return Optional.of(time);
      }
    }
    return Optional.empty();
  }

  private boolean matchesDay(LocalDate date) {
    if (!has(CronField.MONTH, date.getMonthValue())) {
      return false;
    }
    boolean day = has(CronField.DAY, date.getDayOfMonth());
    boolean weekday = has(CronField.WEEKDAY, date.getDayOfWeek().getValue() % 7);
    return anyDay || anyWeekday ? day && weekday : day || weekday;
  }

  private boolean has(CronField field, int value) {
    return fields.get(field).get(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CronExpression that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written, with single spaces. */
  @Override
  public String toString() {
    return text;
  }
}
