package io.berth.lifecycle.secret;

/**
 * What one hash costs whoever computes it. Immutable; the settings decide it, each hash says with
 * which it was made.
 *
 * @param memoryKib memory in KiB while it is computed
 * @param passes how often the memory is gone through
 */
public record HashCost(int memoryKib, int passes) {
  private static final int KIB = 1024;
  private static final int LEAST_KIB = 8;
  private static final int MOST_KIB = 1024 * KIB;
  private static final int MOST_PASSES = 100;

  /** The least that OWASP asks of Argon2id with one lane: 19 MiB, twice. */
  public static final HashCost USUAL = ofMib(19, 2);

  /** why bounds: a hash in the database must not be able to take the heap. */
  public HashCost {
    if (memoryKib < LEAST_KIB || memoryKib > MOST_KIB || passes < 1 || passes > MOST_PASSES) {
      throw new IllegalArgumentException("no cost of a hash: " + memoryKib + " KiB, " + passes);
    }
  }

  /** So many MiB, so many passes. */
  public static HashCost ofMib(int memory, int passes) {
    return new HashCost(memory * KIB, passes);
  }
}
