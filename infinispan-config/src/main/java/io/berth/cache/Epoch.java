package io.berth.cache;

/**
 * A version of everything cached for one tenant. Two epochs are equal only if nothing was written
 * between them and the cache that holds them was not lost between them: the nonce is random and is
 * drawn anew whenever there is no epoch to continue.
 */
public record Epoch(String nonce, long number) {
  Epoch next() {
    return new Epoch(nonce, number + 1);
  }

  /** Its spelling in cache keys. */
  @Override
  public String toString() {
    return nonce + "." + number;
  }

  static Epoch parse(String text) {
    int dot = text.indexOf('.');
    return new Epoch(text.substring(0, dot), Long.parseLong(text.substring(dot + 1)));
  }
}
