package io.berth.gateway.proxy;

import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmResponseHead;
import io.berth.gateway.cache.ResponseCache;
import io.berth.gateway.mcp.McpAnswer;
import java.io.IOException;
import java.io.OutputStream;

/** Passes an answer on and keeps it for equal questions, where it is small and final. */
final class Keeping {
  private Keeping() {}

  /** Whether this answer may be kept. */
  static boolean wants(ProxyCall call, KmResponseHead head) {
    String type = HeaderRules.first(head.headers(), "content-type");
    return call.lookup().isPresent()
        && head.status() == 200
        && head.bodyLength() >= 0
        && head.bodyLength() <= ResponseCache.MAX_ANSWER
        && type != null
        && type.regionMatches(true, 0, "application/json", 0, 16);
  }

  static void passAndStore(ProxyCall call, KmExchange exchange, KmResponseHead head)
      throws IOException {
    byte[] answer = exchange.responseBody().readNBytes((int) head.bodyLength() + 1);
    if (answer.length != head.bodyLength()) {
      throw new IOException("the KM's answer ended before its length");
    }
    McpAnswer.of(answer, call.meaning().rpcId().isPresent())
        .ifPresent(
            kept ->
                call.shared()
                    .cache()
                    .store(
                        call.lookup().get(),
                        head.generation(),
                        HeaderRules.first(head.headers(), "content-type"),
                        kept));
    try {
      OutputStream out =
          call.in()
              .respond(
                  head.status(),
                  AnswerRelay.headers(head, call.times().serverTiming()),
                  answer.length);
      out.write(answer);
    } catch (IOException gone) {
      throw new CallerGone(gone);
    }
  }
}
