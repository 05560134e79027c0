package io.berth.acceptance.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A collector of traces on a port of this machine: takes OTLP over HTTP in Protocol Buffers and
 * keeps the newest spans. The settings that lead a server to it are its own.
 */
public final class OtlpReceiver implements AutoCloseable {
  private static final int MOST = 50_000;
  private static OtlpReceiver current;

  private final HttpServer server;
  private final ConcurrentLinkedDeque<Span> spans = new ConcurrentLinkedDeque<>();

  public OtlpReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
    current = this;
  }

  /** The one of this run. */
  public static OtlpReceiver current() {
    return current;
  }

  /** What a server must be told, in its environment. */
  public Map<String, String> settings() {
    return Map.of(
        "OTEL_SDK_DISABLED", "false",
        "OTEL_SERVICE_NAME", "berth",
        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort(),
        "OTEL_TRACES_SAMPLER", "parentbased_always_off",
        "OTEL_METRICS_EXPORTER", "none",
        "OTEL_LOGS_EXPORTER", "none",
        "OTEL_BSP_SCHEDULE_DELAY", "500");
  }

  /** What came of this trace. */
  public List<Span> of(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    Message request = new Message(exchange.getRequestBody().readAllBytes());
    for (Message resource : request.messages(1)) {
      String service =
          resource.messages(1).stream()
              .map(each -> String.valueOf(Span.attributes(each, 1).get("service.name")))
              .findFirst()
              .orElse("");
      for (Message scope : resource.messages(2)) {
        scope.messages(2).forEach(span -> spans.add(Span.of(span, service)));
      }
    }
    while (spans.size() > MOST) {
      spans.poll();
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
