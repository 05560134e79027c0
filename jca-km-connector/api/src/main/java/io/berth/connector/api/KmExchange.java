package io.berth.connector.api;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/**
 * One request and its response with a KM, streamed both ways. Blocking; one thread writes the
 * request body, one (it may be the same) reads the response, and any thread may {@link #cancel}.
 * Always ends with {@link #close}: the channel goes back to its pool if both sides were read and
 * written to their end, and is closed otherwise.
 *
 * <p>Failures of the streams are {@link java.io.IOException}s whose cause is a {@link KmException};
 * {@link #mayHaveHadEffect} says whether a replay is harmless for certain.
 */
public interface KmExchange extends AutoCloseable {
  /** Where the request body goes; closing it ends the body. */
  OutputStream requestBody();

  /**
   * Waits for the first byte of the response.
   *
   * @return false when the time was over first; nothing is lost, ask again
   */
  boolean awaitResponse(Duration patience) throws KmException;

  /** The response head; blocks until it is there. 1xx are skipped, 101 is not. */
  KmResponseHead responseHead() throws KmException;

  /** The response body, already unframed; at its end the channel is reusable. */
  InputStream responseBody();

  /** The trailer fields that came after the body, end-to-end ones only; empty until its end. */
  default List<KmHeader> responseTrailers() {
    return List.of();
  }

  /** For a tunnel after 101: the raw bytes to the KM. {@link #responseBody} has the other way. */
  OutputStream tunnelOutput();

  /**
   * The process this exchange goes to. A second exchange of one caller that sees another number is
   * talking to another process.
   */
  long generation();

  /** Whether the KM may have acted on it: false as long as no byte of the request left. */
  boolean mayHaveHadEffect();

  /**
   * Lets go of the pool: its place goes to the next exchange, and its permit may be closed while it
   * goes on. Counts as a stream as soon as its answer has begun; until then it is work like any.
   */
  void detach();

  /** Breaks the exchange off from any thread; blocked calls fail. */
  void cancel();

  @Override
  void close();
}
