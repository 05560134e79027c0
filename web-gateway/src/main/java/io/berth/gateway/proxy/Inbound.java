package io.berth.gateway.proxy;

import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * The caller's side of one request, as much of a servlet request and response as the data plane
 * needs. Used by one thread at a time, except that one may read the body while another writes the
 * answer. After {@link #complete} nothing of it may be touched.
 */
interface Inbound {
  String method();

  /** The path as received, without the context path. */
  String path();

  /** The query as received, or null. */
  String query();

  /** The caller's lines but {@code Authorization}, which no KM sees. */
  List<KmHeader> headers();

  String remoteAddress();

  String scheme();

  /** The version of HTTP, as a log names it. */
  String protocol();

  /** By which our lines and the answer find each other, or null. */
  String requestId();

  /** -1 when it is not known beforehand, 0 when there is none. */
  long bodyLength();

  /** Bytes of the body that can be read without waiting. */
  int bodyAvailable() throws IOException;

  InputStream body() throws IOException;

  /** Leaves the container's thread: after the servlet returns, the request goes on elsewhere. */
  void goAsync();

  boolean isAsync();

  /** Sends status and headers; {@code length} -1 when it is not known. May be called once. */
  OutputStream respond(int status, List<KmHeader> headers, long length) throws IOException;

  /** Before {@link #respond}: what is said after the answer's last byte, asked for then. */
  void trailers(Supplier<List<KmHeader>> trailers);

  /** Whether {@link #respond} was called: there can be no other answer. */
  boolean responded();

  /** The status that was said, 0 for none. */
  int status();

  /** Bytes of the answer's body that were handed over so far. */
  long sent();

  /** Answers 101 and joins the caller's connection with the tunnel; {@code ended} runs last. */
  void joinTunnel(List<KmHeader> headers, KmExchange tunnel, WorkerShare workers, Runnable ended)
      throws IOException;

  /** The caller's socket, only to look whether it is still there; null if that is unknown. */
  Object socket();

  /** Breaks the connection off, so that a half answer cannot pass for a whole one. */
  void abort();

  /** The end of the request; does nothing unless it went async. May be called twice. */
  void complete();
}
