package io.berth.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.function.Supplier;
import org.infinispan.Cache;

/**
 * The epochs of all tenants, in the shared cache {@link CacheCatalogue#EPOCHS}. A reader takes
 * {@link #current} before it asks and stores the answer under it; a writer calls {@link #advance}
 * before its write is sent and again when it ended, whatever came of it. Thread-safe.
 */
public final class Epochs {
  private final Cache<String, byte[]> cache;
  private final Supplier<String> nonces;

  /**
   * @param cache the cache {@link CacheCatalogue#EPOCHS}
   * @param nonces a value never used before, at each call
   */
  public Epochs(Cache<String, byte[]> cache, Supplier<String> nonces) {
    this.cache = cache;
    this.nonces = nonces;
  }

  /** The tenant's epoch now; a new one with a new nonce if none is known. */
  public Epoch current(String tenant) {
    byte[] known = cache.get(tenant);
    if (known != null) {
      return decode(known);
    }
    byte[] fresh = encode(new Epoch(nonces.get(), 0));
    byte[] raced = cache.putIfAbsent(tenant, fresh);
    return decode(raced == null ? fresh : raced);
  }

  /** Makes everything stored for the tenant so far unfindable. */
  public Epoch advance(String tenant) {
    while (true) {
      byte[] known = cache.get(tenant);
      Epoch next = known == null ? new Epoch(nonces.get(), 0) : decode(known).next();
      boolean won =
          known == null
              ? cache.putIfAbsent(tenant, encode(next)) == null
              : cache.replace(tenant, known, encode(next));
      if (won) {
        return next;
      }
    }
  }

  private static byte[] encode(Epoch epoch) {
    return epoch.toString().getBytes(US_ASCII);
  }

  private static Epoch decode(byte[] stored) {
    return Epoch.parse(new String(stored, US_ASCII));
  }
}
