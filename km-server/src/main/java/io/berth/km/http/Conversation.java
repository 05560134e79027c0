package io.berth.km.http;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.ResponseConnControl;
import org.apache.hc.core5.http.protocol.ResponseContent;
import org.apache.hc.core5.http.protocol.ResponseDate;
import org.apache.hc.core5.util.Timeout;

/**
 * The requests of one connection, one after another, on the connection's thread. While it waits for
 * the next one it holds nothing but its thread; a permit is held from the head of a request to the
 * end of its answer.
 */
final class Conversation {
  /**
   * why: longer than the five minutes for which the gateway keeps a channel, so that the gateway
   * closes first
   */
  private static final Timeout IDLE = Timeout.ofSeconds(420);

  /** why: nobody on loopback needs longer for his next byte */
  private static final Timeout SILENCE = Timeout.ofSeconds(60);

  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(64 << 10).setMaxHeaderCount(200).build();
  private static final HttpProcessor HEADERS =
      HttpProcessorBuilder.create()
          .addAll(new ResponseDate(), ResponseContent.INSTANCE, ResponseConnControl.INSTANCE)
          .build();

  private Conversation() {}

  /** Returns when either side is done; the caller closes the socket. */
  static void hold(Socket socket, HttpServerRequestHandler door, Semaphore permits) {
    HttpService service = new HttpService(HEADERS, permitted(door, permits));
    try (DefaultBHttpServerConnection connection =
        new DefaultBHttpServerConnection("http", LIMITS)) {
      connection.bind(socket);
      while (connection.isOpen() && connection.isDataAvailable(IDLE)) {
        connection.setSocketTimeout(SILENCE);
        service.handleRequest(connection, HttpCoreContext.create());
      }
    } catch (IOException | HttpException | IllegalArgumentException e) {
      // why: the caller hung up, said nothing for too long, or spoke HTTP/-1.1, at which the parser
      // throws the last of these; that is its own affair
      return;
    }
  }

  private static HttpServerRequestHandler permitted(
      HttpServerRequestHandler door, Semaphore permits) {
    return (request, response, context) -> {
      try {
        permits.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("going down", e);
      }
      try {
        door.handle(request, response, context);
      } finally {
        permits.release();
      }
    };
  }
}
