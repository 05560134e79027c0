package io.berth.lifecycle.secret;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where hashes are computed: two at a time, few waiting, everybody else is told to come again, so
 * that a flood of sign-ins takes neither the heap nor all threads. Called on any thread, which
 * blocks while it waits and computes.
 */
public final class HashingRoom {
  private static final int AT_ONCE = 2;
  private static final int WAITING = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HashCost cost;
  private final Duration patience;
  private final Semaphore seats;
  private final Semaphore inside;
  private final SecureRandom random = new SecureRandom();

  /** With this cost for new hashes. */
  public HashingRoom(HashCost cost) {
    this(cost, AT_ONCE, WAITING, PATIENCE);
  }

  HashingRoom(HashCost cost, int atOnce, int waiting, Duration patience) {
    this.cost = cost;
    this.patience = patience;
    this.seats = new Semaphore(atOnce, true);
    this.inside = new Semaphore(atOnce + waiting);
  }

  /** What a new hash costs. */
  public HashCost cost() {
    return cost;
  }

  /**
   * The hash of a secret, with a new salt and today's cost.
   *
   * @throws KmException OVERLOADED
   */
  public SecretHash hash(String secret) throws KmException {
    return seated(() -> SecretHash.of(secret, cost, random));
  }

  /**
   * Whether it is the hash of this secret.
   *
   * @throws KmException OVERLOADED
   */
  public boolean isOf(SecretHash hash, String secret) throws KmException {
    return seated(() -> hash.isOf(secret));
  }

  interface Work<T> {
    T done();
  }

  <T> T seated(Work<T> work) throws KmException {
    if (!inside.tryAcquire()) {
      throw crowded();
    }
    try {
      if (!seats.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw crowded();
      }
      try {
        return work.done();
      } finally {
        seats.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw crowded();
    } finally {
      inside.release();
    }
  }

  private static KmException crowded() {
    return new KmException(
        Problem.OVERLOADED,
        "too many agents sign in at once; ask again in a moment",
        Duration.ofSeconds(1),
        null);
  }
}
