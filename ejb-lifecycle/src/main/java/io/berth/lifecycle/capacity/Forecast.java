package io.berth.lifecycle.capacity;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * When a resource will be exhausted if it goes on as in the last hour. Pure. The slope is the
 * median of the slopes between all pairs of minutes (Theil and Sen), so that a peak or a gap does
 * not bend it; a growth of less than a thirtieth of the limit within the hour is none.
 */
public final class Forecast {
  /** Minutes that are looked at. */
  public static final int MINUTES = 60;

  private static final int LEAST = 15;
  private static final double LEAST_GROWTH = 1 / 30.0;

  private Forecast() {}

  /** One minute: its number, and what was used. */
  public record Point(long minute, double used) {}

  /** The time left; empty if there is no growth, or too little is known. */
  public static Optional<Duration> timeLeft(List<Point> points, double limit) {
    List<Point> last = points.subList(Math.max(0, points.size() - MINUTES), points.size());
    if (last.size() < LEAST || !(limit > 0)) {
      return Optional.empty();
    }
    double slope = slope(last);
    long span = last.get(last.size() - 1).minute() - last.get(0).minute();
    if (!Double.isFinite(slope) || slope * span < limit * LEAST_GROWTH) {
      return Optional.empty();
    }
    double minutes = (limit - last.get(last.size() - 1).used()) / slope;
    return Optional.of(Duration.ofSeconds(Math.round(60 * Math.max(0, minutes))));
  }

  private static double slope(List<Point> points) {
    double[] slopes = new double[points.size() * (points.size() - 1) / 2];
    int n = 0;
    for (int i = 0; i < points.size(); i++) {
      for (int j = i + 1; j < points.size(); j++) {
        long apart = points.get(j).minute() - points.get(i).minute();
        if (apart > 0) {
          slopes[n++] = (points.get(j).used() - points.get(i).used()) / apart;
        }
      }
    }
    if (n == 0) {
      return 0;
    }
    Arrays.sort(slopes, 0, n);
    return n % 2 == 1 ? slopes[n / 2] : (slopes[n / 2 - 1] + slopes[n / 2]) / 2;
  }
}
