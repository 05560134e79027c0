package io.berth.km.pool;

/** No connection became free in time, or the pool is closed. Nothing was done. */
public final class PoolExhausted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PoolExhausted(String message) {
    super(message);
  }
}
