package io.berth.lifecycle.cron;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** One of the five fields: what may stand in it, and how its text becomes a set of numbers. */
enum CronField {
  MINUTE("minute", 0, 59, List.of()),
  HOUR("hour", 0, 23, List.of()),
  DAY("day of month", 1, 31, List.of()),
  MONTH(
      "month",
      1,
      12,
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
  /** 0 and 7 are both Sunday, so that a range may begin or end with it. */
  WEEKDAY("day of week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

  private final String title;
  private final int least;
  private final int most;
  private final List<String> names;

  CronField(String title, int least, int most, List<String> names) {
    this.title = title;
    this.least = least;
    this.most = most;
    this.names = names;
  }

  int least() {
    return least;
  }

  int most() {
    return most;
  }

  /**
   * Reads a field.
   *
   * @param column of its first character in the whole expression, counted from 1
   * @throws IllegalArgumentException with the column of the mistake and the rule
   */
  BitSet parse(String text, int column) {
    BitSet values = new BitSet(most + 1);
    int at = 0;
    for (String part : text.split(",", -1)) {
      addPart(part, column + at, values);
      at += part.length() + 1;
    }
    if (this == WEEKDAY && values.get(7)) {
      values.set(0);
      values.clear(7);
    }
    return values;
  }

  private void addPart(String part, int column, BitSet values) {
    int slash = part.indexOf('/');
    String range = slash < 0 ? part : part.substring(0, slash);
    int dash = range.indexOf('-');
    int first;
    int last;
    if (range.equals("*")) {
      first = least;
      last = this == WEEKDAY ? 6 : most;
    } else if (dash < 0) {
      first = number(range, column);
      last = first;
      if (slash >= 0) {
        throw wrong(column + slash, "a step needs a range or *, like */5 or 10-30/5");
      }
    } else {
      first = number(range.substring(0, dash), column);
      last = number(range.substring(dash + 1), column + dash + 1);
      // why: FRI-SUN is meant to end with the Sunday after the Friday
      last = this == WEEKDAY && last == 0 && first > 0 ? 7 : last;
      if (first > last) {
        throw wrong(column, "the range " + range + " runs backwards");
      }
    }
    int step = slash < 0 ? 1 : step(part.substring(slash + 1), column + slash + 1);
    for (int value = first; value <= last; value += step) {
      values.set(value);
    }
  }

  private int number(String text, int column) {
    int name = names.indexOf(text.toUpperCase(Locale.ROOT));
    if (name >= 0) {
      return name + (this == MONTH ? 1 : 0);
    }
    int number = digits(text, column);
    if (number < least || number > most) {
      throw wrong(column, text + " is not from " + least + " to " + most);
    }
    return number;
  }

  private int step(String text, int column) {
    int step = digits(text, column);
    if (step < 1 || step > most) {
      throw wrong(column, "a step must be from 1 to " + most);
    }
    return step;
  }

  private int digits(String text, int column) {
    if (text.isEmpty()) {
      throw wrong(column, "a number is missing");
    }
    boolean plain = text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!plain) {
      String allowed = names.isEmpty() ? "" : " or " + names.get(0) + " to " + lastName();
      throw wrong(column, "'" + text + "' is no number" + allowed);
    }
    return Integer.parseInt(text);
  }

  private String lastName() {
    return names.get(names.size() - 1);
  }

  private IllegalArgumentException wrong(int column, String rule) {
    return new IllegalArgumentException("column " + column + ", " + title + ": " + rule);
  }
}
