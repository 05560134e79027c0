package io.berth.gateway.rate;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.berth.lifecycle.settings.Rate;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The budgets of one kind: a bucket for each owner that was seen lately, full at first, refilled
 * evenly. A bucket that nobody touched for as long as it takes to fill is forgotten, which changes
 * nothing. Bounded, lock-free, any thread.
 */
final class Budgets {
  /** More owners at once than an installation has; beyond it the least active start anew. */
  static final int MOST_OWNERS = 20_000;

  private final String name;
  private final Rate rate;
  private final LoadingCache<String, Bucket> buckets;

  Budgets(String name, Rate rate, LongSupplier nanos) {
    this.name = name;
    this.rate = rate;
    TimeMeter meter = new Nanos(nanos);
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MOST_OWNERS)
            .expireAfterAccess(rate.per().multipliedBy(2))
            .ticker(nanos::getAsLong)
            .executor(Runnable::run)
            .build(owner -> bucket(meter));
  }

  /** Takes one request from the owner's budget; says so if there is none left. */
  Optional<Exceeded> take(String owner) {
    ConsumptionProbe probe = buckets.get(owner).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(
            new Exceeded(name, owner, rate, Duration.ofNanos(probe.getNanosToWaitForRefill())));
  }

  /** Takes one request from the owner's budget, and tells what is left. */
  Taken count(String owner) {
    ConsumptionProbe probe = buckets.get(owner).tryConsumeAndReturnRemaining(1);
    if (probe.isConsumed()) {
      return new Taken(
          Optional.empty(),
          Exceeded.field(name, probe.getRemainingTokens(), probe.getNanosToWaitForReset()),
          Exceeded.policy(name, rate));
    }
    Exceeded exceeded =
        new Exceeded(name, owner, rate, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    return new Taken(Optional.of(exceeded), exceeded.rateLimit(), exceeded.policy());
  }

  /**
   * What became of one request.
   *
   * @param exceeded why it came too early, if it did
   * @param rateLimit what is left, as the header field says it
   * @param policy what the budget is, as the header field says it
   */
  record Taken(Optional<Exceeded> exceeded, String rateLimit, String policy) {}

  /** Says so if there is nothing left in the owner's budget; takes nothing. */
  Optional<Exceeded> spent(String owner) {
    EstimationProbe probe = buckets.get(owner).estimateAbilityToConsume(1);
    return probe.canBeConsumed()
        ? Optional.empty()
        : Optional.of(
            new Exceeded(name, owner, rate, Duration.ofNanos(probe.getNanosToWaitForRefill())));
  }

  long owners() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }

  private Bucket bucket(TimeMeter meter) {
    // why: the library counts no finer than one request a nanosecond, which is no limit at all
    long count = Math.min(rate.count(), rate.per().toNanos());
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(count).refillGreedy(count, rate.per()))
        .withCustomTimePrecision(meter)
        .build();
  }

  private record Nanos(LongSupplier source) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return source.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
