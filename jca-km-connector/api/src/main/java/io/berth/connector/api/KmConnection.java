package io.berth.connector.api;

/**
 * A handle on a permit for one project. Used by one thread at a time; {@link #close} gives the
 * permit back and may be called twice. After close, every method throws {@link
 * IllegalStateException}.
 */
public interface KmConnection extends AutoCloseable {
  /**
   * Sends a request head to the project's READY process, on a pooled channel of its generation. The
   * exchange outlives this handle when {@link KmExchange#detach} was called.
   *
   * @throws KmException STARTING if there is no READY process, BAD_UPSTREAM if none of the channels
   *     could be opened; nothing of the request had an effect in either case
   */
  KmExchange begin(KmRequestHead head) throws KmException;

  /**
   * A raw byte tunnel for {@code Upgrade}: the request head is sent on a socket of its own.
   *
   * @throws KmException as {@link #begin}
   */
  KmExchange beginTunnel(KmRequestHead head) throws KmException;

  @Override
  void close();
}
