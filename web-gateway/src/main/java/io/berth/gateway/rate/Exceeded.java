package io.berth.gateway.rate;

import io.berth.gateway.problem.ProblemDetail;
import io.berth.lifecycle.settings.Rate;
import java.time.Duration;
import java.util.Map;

/**
 * A request came too early. Says which budget is spent, in words and in the header fields {@code
 * RateLimit}, {@code RateLimit-Policy} and {@code Retry-After}.
 *
 * @param budget as in its setting: {@code project}, {@code agent}, {@code mcp} and so on
 * @param owner whose budget
 * @param rate what it allows
 * @param rest after which there is something in it again
 */
public record Exceeded(String budget, String owner, Rate rate, Duration rest) {

  /** Whole seconds, rounded up: who waits that long is not refused for having been early. */
  public long retryAfterSeconds() {
    return Math.max(1, rest.plusSeconds(1).minusNanos(1).toSeconds());
  }

  /** What is left, and when there is more. */
  public String rateLimit() {
    return '"' + budget + "\";r=0;t=" + retryAfterSeconds();
  }

  /** What the budget is. */
  public String policy() {
    return policy(budget, rate);
  }

  static String policy(String budget, Rate rate) {
    return '"' + budget + "\";q=" + rate.count() + ";w=" + rate.per().toSeconds();
  }

  /** What is left of a budget that is not spent, and when it is full again. */
  static String field(String budget, long left, long nanos) {
    long seconds = (nanos + 999_999_999L) / 1_000_000_000L;
    return '"' + budget + "\";r=" + left + ";t=" + seconds;
  }

  /** The whole refusal, where it is made outside the data plane. */
  public ProblemDetail problem() {
    return ProblemDetail.of("rate-limited", 429, detail())
        .retryAfter(Duration.ofSeconds(retryAfterSeconds()))
        .with(Map.of("RateLimit", rateLimit(), "RateLimit-Policy", policy()));
  }

  /** For the caller. */
  public String detail() {
    return budget
        + " "
        + owner
        + " has used up its "
        + rate
        + "; ask again later, or let an administrator raise berth.rate."
        + budget;
  }
}
