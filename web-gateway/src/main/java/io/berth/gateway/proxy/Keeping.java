package io.berth.gateway.proxy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmResponseHead;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.gateway.cache.ResponseCache;
import io.berth.gateway.mcp.McpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Passes an answer on and keeps it for equal questions, where it is small and final. */
final class Keeping {
  private Keeping() {}

  /** Whether this answer may be kept; a list also when it does not tell its length. */
  static boolean wants(ProxyCall call, KmResponseHead head) {
    String type = HeaderRules.first(head.headers(), "content-type");
    boolean fits = head.bodyLength() >= 0 && head.bodyLength() <= ResponseCache.MAX_ANSWER;
    return (call.lookup().isPresent() && fits
            || call.ticket().isPresent() && (fits || head.bodyLength() < 0))
        && isKeepable(head, type);
  }

  /** Whether it is an answer at all, by its head. */
  static boolean isKeepable(KmResponseHead head, String type) {
    return head.status() == 200
        && type != null
        && type.regionMatches(true, 0, "application/json", 0, 16);
  }

  static void passAndStore(ProxyCall call, KmExchange exchange, KmResponseHead head)
      throws IOException {
    InputStream body = exchange.responseBody();
    boolean told = head.bodyLength() >= 0;
    int most = told ? (int) head.bodyLength() : ResponseCache.MAX_ANSWER;
    byte[] answer = body.readNBytes(most + 1);
    boolean whole = told ? answer.length == most : answer.length <= most;
    if (told && !whole) {
      throw new IOException("the KM's answer ended before its length");
    }
    if (whole) {
      store(call, head, answer);
    }
    try {
      OutputStream out =
          call.in()
              .respond(
                  head.status(),
                  AnswerRelay.headers(head, call.times().serverTiming()),
                  whole ? answer.length : -1);
      out.write(answer);
      if (!whole) {
        body.transferTo(out);
      }
    } catch (IOException gone) {
      throw new CallerGone(gone);
    }
  }

  private static void store(ProxyCall call, KmResponseHead head, byte[] answer) {
    String type = HeaderRules.first(head.headers(), "content-type");
    if (call.lookup().isPresent()) {
      McpAnswer.of(answer, call.meaning().rpcId().isPresent())
          .ifPresent(
              kept ->
                  call.shared().cache().store(call.lookup().get(), head.generation(), type, kept));
    } else if (isOfTheVersionAsked(call, head.generation())) {
      call.shared().lists().store(call.ticket().get(), head.generation(), type, answer);
    }
  }

  /**
   * why: the question names the version that starts take now. A process that runs may be of the one
   * before, and one that was adopted of whatever Berth was installed then.
   */
  private static boolean isOfTheVersionAsked(ProxyCall call, long generation) {
    try {
      ProcessSnapshot now = call.shared().lifecycle().now(call.project().id());
      return now.generation() == generation
          && !now.adopted()
          && now.runtimeVersion() == call.project().runtime().version();
    } catch (KmException unknown) {
      return false;
    }
  }
}
