package io.berth.gateway.proxy;

import io.berth.connector.api.KmConnection;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.KmResponseHead;
import io.berth.connector.api.Problem;
import io.berth.gateway.mcp.ChangeNotices;
import jakarta.resource.ResourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A request that asks for WebSocket, once its process is READY: the handshake is the KM's, then the
 * two connections are joined and the permit goes back. On the container's thread, because only
 * there a connection can be upgraded.
 */
final class TunnelCall {
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private final ProxyCall call;
  private final Inbound in;

  TunnelCall(ProxyCall call) {
    this.call = call;
    this.in = call.in();
  }

  static boolean isAsked(String method, List<KmHeader> headers) {
    return method.equals("GET")
        && HeaderRules.lists(headers, "connection", "upgrade")
        && HeaderRules.lists(headers, "upgrade", "websocket");
  }

  void run() {
    if (!call.gate().openStream()) {
      call.refuse(call.overloaded(call.gate().fullOfStreams(call.project().id())));
      return;
    }
    KmExchange exchange = null;
    boolean joined = false;
    try (KmConnection permit = call.shared().connections().getConnection(call.project().id())) {
      call.writes(false);
      exchange = permit.beginTunnel(head());
      joined = handshake(exchange);
    } catch (ResourceException none) {
      call.refuse(call.noPermit(none));
    } catch (KmException failure) {
      call.refuse(failure);
    } catch (IOException gone) {
      call.over("cancelled", true);
    } finally {
      if (!joined) {
        release(exchange);
      }
    }
  }

  private KmRequestHead head() {
    List<KmHeader> headers = new ArrayList<>(call.requestHeaders());
    headers.add(new KmHeader("Connection", "Upgrade"));
    headers.add(new KmHeader("Upgrade", "websocket"));
    return new KmRequestHead("GET", call.wireTarget(), headers, 0, call.subject());
  }

  private boolean handshake(KmExchange exchange) throws KmException, IOException {
    if (!exchange.awaitResponse(HANDSHAKE)) {
      throw new KmException(
          Problem.UPSTREAM_TIMEOUT,
          "the KM of project " + call.project().id() + " did not answer the handshake");
    }
    KmResponseHead answer = exchange.responseHead();
    call.times().upstream();
    if (answer.status() != 101) {
      new AnswerRelay(in, exchange, answer, () -> {}, ChangeNotices.NONE)
          .pass(
              "GET",
              call.times().serverTiming(),
              new byte[Buffers.SIZE],
              call.times().now(),
              call.times());
      call.over("answered", false);
      return false;
    }
    exchange.detach();
    List<KmHeader> headers = AnswerRelay.headers(answer, call.times().serverTiming());
    headers.add(new KmHeader("Connection", "Upgrade"));
    headers.add(new KmHeader("Upgrade", "websocket"));
    in.joinTunnel(headers, exchange, call.gate().workers(), () -> ended(exchange));
    return true;
  }

  private void ended(KmExchange exchange) {
    release(exchange);
    call.over("answered", false);
  }

  private void release(KmExchange exchange) {
    if (exchange != null) {
      exchange.cancel();
      exchange.close();
    }
    call.writes(true);
    call.gate().closeStream();
  }
}
