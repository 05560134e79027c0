package io.berth.km.pool;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * The bounds of the connection pool. Defaults are those of the platform; single values come as
 * {@code --set pool.max=5} and are checked together by {@link #checked()}.
 *
 * @param min connections kept open however idle
 * @param max connections at an ordinary rate
 * @param idle how long a connection may be unused
 * @param lifetime how long a connection may live at all
 * @param expandAt requests per minute above which {@code expandTo} connections are allowed
 * @param contractAt requests per minute below which only {@code contractTo} are allowed
 */
public record PoolSettings(
    int min,
    int max,
    Duration idle,
    Duration lifetime,
    double expandAt,
    int expandTo,
    double contractAt,
    int contractTo) {
  /** 1 to 5 connections, 10 above 10 requests a minute, 2 below 2. */
  public static final PoolSettings DEFAULTS =
      new PoolSettings(1, 5, Duration.ofMinutes(5), Duration.ofHours(1), 10, 10, 2, 2);

  /** These settings with one value changed; the key is one of {@code pool.*}. */
  public PoolSettings with(String key, String value) {
    try {
      return changed(key, value);
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new IllegalArgumentException(
          key
              + "="
              + value
              + " cannot be read: a number or an ISO 8601 duration (PT5M) is expected",
          e);
    }
  }

  private PoolSettings changed(String key, String v) {
    return switch (key) {
      case "pool.min" ->
          new PoolSettings(
              Integer.parseInt(v), max, idle, lifetime, expandAt, expandTo, contractAt, contractTo);
      case "pool.max" ->
          new PoolSettings(
              min, Integer.parseInt(v), idle, lifetime, expandAt, expandTo, contractAt, contractTo);
      case "pool.idle" ->
          new PoolSettings(
              min, max, Duration.parse(v), lifetime, expandAt, expandTo, contractAt, contractTo);
      case "pool.lifetime" ->
          new PoolSettings(
              min, max, idle, Duration.parse(v), expandAt, expandTo, contractAt, contractTo);
      case "pool.expand-at" ->
          new PoolSettings(min, max, idle, lifetime, rate(v), expandTo, contractAt, contractTo);
      case "pool.expand-to" ->
          new PoolSettings(
              min, max, idle, lifetime, expandAt, Integer.parseInt(v), contractAt, contractTo);
      case "pool.contract-at" ->
          new PoolSettings(min, max, idle, lifetime, expandAt, expandTo, rate(v), contractTo);
      case "pool.contract-to" ->
          new PoolSettings(
              min, max, idle, lifetime, expandAt, expandTo, contractAt, Integer.parseInt(v));
      default -> throw new IllegalArgumentException(key + " is not a setting of the pool");
    };
  }

  private static double rate(String value) {
    // why: an operator writes 10/min as the documentation does, a program writes 10
    return Double.parseDouble(
        value.endsWith("/min") ? value.substring(0, value.length() - 4) : value);
  }

  /** The same settings, or an exception that lists every mistake. */
  public PoolSettings checked() {
    StringBuilder mistakes = new StringBuilder();
    note(mistakes, min < 1 || min > 100, "pool.min must be 1 to 100");
    note(mistakes, max < min || max > 100, "pool.max must be pool.min to 100");
    note(mistakes, expandTo < max || expandTo > 100, "pool.expand-to must be pool.max to 100");
    note(
        mistakes,
        contractTo < min || contractTo > max,
        "pool.contract-to must lie from pool.min to pool.max");
    note(mistakes, idle.isNegative() || idle.isZero(), "pool.idle must be positive");
    note(
        mistakes, lifetime.compareTo(idle) < 0, "pool.lifetime must not be shorter than pool.idle");
    note(
        mistakes,
        !(contractAt >= 0) || !(contractAt <= expandAt),
        "pool.contract-at must be 0 to pool.expand-at");
    note(mistakes, Double.isInfinite(expandAt), "pool.expand-at must be finite");
    if (mistakes.length() > 0) {
      throw new IllegalArgumentException(mistakes.toString());
    }
    return this;
  }

  private static void note(StringBuilder mistakes, boolean wrong, String rule) {
    if (wrong) {
      mistakes.append(mistakes.length() == 0 ? "" : "; ").append(rule);
    }
  }
}
