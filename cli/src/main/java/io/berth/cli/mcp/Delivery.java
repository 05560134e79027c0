package io.berth.cli.mcp;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Brings one message to the server: tries again as long as it certainly had no effect, and makes a
 * new session where the old one is gone. Blocks its caller; any thread.
 */
final class Delivery {
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  private static final Set<String> LATER =
      Set.of("starting", "draining", "overloaded", "unavailable");
  private static final int TOO_MANY = 429;
  private static final int NOT_FOUND = 404;
  private static final int NO_SERVICE = 503;
  private static final int MOST_ERROR_BYTES = 64 * 1024;

  private final Upstream upstream;
  private final Handshake handshake;
  private final Pace pace;
  private final CountDownLatch ending;

  Delivery(Upstream upstream, Handshake handshake, Pace pace, CountDownLatch ending) {
    this.upstream = upstream;
    this.handshake = handshake;
    this.pace = pace;
    this.ending = ending;
  }

  /** The server's answer with a status of success; the caller closes its body. */
  HttpResponse<InputStream> deliver(Message message) throws Refused, InterruptedException {
    Duration left = pace.patience();
    Duration pause = pace.firstPause();
    while (true) {
      String session = handshake.session();
      String trouble;
      try {
        HttpResponse<InputStream> answer = upstream.open("POST", message.raw(), headers(message));
        if (answer.statusCode() / 100 == 2 || isRpcError(answer)) {
          return answer;
        }
        if (answer.statusCode() == NOT_FOUND && !session.isEmpty()) {
          answer.body().close();
          renew(session);
          left = left.minus(pace.firstPause()); // why: a server that forgets at once ends this, too
          trouble = "its sessions end at once";
        } else {
          trouble = laterOrRefused(answer);
          pause = asked(answer, pause);
        }
      } catch (ConnectException | HttpConnectTimeoutException e) {
        trouble = "the server cannot be reached; is it up?";
      } catch (IOException e) {
        throw new Refused(
            "outcome-unknown",
            "the server broke off; whether "
                + message.method()
                + " had its effect is unknown: "
                + e.getMessage());
      }
      left = left.minus(pause);
      if (left.isNegative() || ending.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Refused("unavailable", trouble);
      }
      pause = pace.next(pause);
    }
  }

  Map<String, String> headers(Message message) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json, text/event-stream");
    if (!message.version().isEmpty()) {
      headers.putAll(message.headers());
    } else if (!message.method().equals("initialize")) {
      headers.putAll(handshake.headers());
    }
    return headers;
  }

  /** The client's own handshake again, without its knowledge. */
  private void renew(String gone) throws IOException, Refused, InterruptedException {
    synchronized (handshake) {
      if (!handshake.session().equals(gone) || handshake.initialize() == null) {
        return; // why: another message has done it
      }
      Message initialize = Message.of(handshake.initialize());
      HttpResponse<InputStream> answer =
          upstream.open("POST", initialize.raw(), headers(initialize));
      if (answer.statusCode() / 100 != 2) {
        laterOrRefused(answer);
        return; // why: it comes back with the same 404, after a pause
      }
      try (InputStream body = answer.body()) {
        String json = new Events(body, isStream(answer)).next();
        agreed(answer, json == null ? "{}" : json);
      }
      byte[] initialized = INITIALIZED.getBytes(StandardCharsets.UTF_8);
      upstream.open("POST", initialized, headers(Message.of(initialized))).body().close();
    }
  }

  /** Remembers what an answer to {@code initialize} says. */
  void agreed(HttpResponse<?> answer, String json) throws IOException {
    Map<String, Object> result = Message.object(JSON.std.mapFrom(json).get("result"));
    if (result.get("protocolVersion") instanceof String version) {
      handshake.agreed(answer.headers().firstValue("Mcp-Session-Id").orElse(""), version);
    }
  }

  static boolean isStream(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Content-Type")
        .filter(type -> type.startsWith("text/event-stream"))
        .isPresent();
  }

  /** An error of the protocol with a status of its own, from the project itself. */
  private static boolean isRpcError(HttpResponse<InputStream> answer) {
    return answer.headers().firstValue("Berth-Reason").isEmpty()
        && answer
            .headers()
            .firstValue("Content-Type")
            .filter(type -> type.startsWith("application/json"))
            .isPresent()
        && (answer.statusCode() != NOT_FOUND
            || answer.request().headers().firstValue("Mcp-Session-Id").isEmpty());
  }

  /** What to say when it stays like this; thrown at once where waiting does not help. */
  private static String laterOrRefused(HttpResponse<InputStream> answer)
      throws IOException, Refused {
    String reason = answer.headers().firstValue("Berth-Reason").orElse("");
    String text;
    try (InputStream body = answer.body()) {
      text = new String(body.readNBytes(MOST_ERROR_BYTES), StandardCharsets.UTF_8);
    }
    String said = detail(text, answer.statusCode());
    boolean later =
        answer.statusCode() == TOO_MANY
            || answer.statusCode() == NO_SERVICE && (reason.isEmpty() || LATER.contains(reason));
    if (!later) {
      throw new Refused(reason.isEmpty() ? "status-" + answer.statusCode() : reason, said);
    }
    return said;
  }

  private static String detail(String body, int status) {
    try {
      Object detail = JSON.std.mapFrom(body).get("detail");
      return detail == null ? "the server answered with status " + status : detail.toString();
    } catch (IOException | RuntimeException noProblem) {
      return "the server answered with status " + status;
    }
  }

  private Duration asked(HttpResponse<?> answer, Duration pause) {
    try {
      long seconds = answer.headers().firstValueAsLong("Retry-After").orElse(0);
      Duration most = pace.patience().dividedBy(4);
      Duration wanted = Duration.ofSeconds(Math.max(0, seconds));
      Duration bounded = wanted.compareTo(most) > 0 ? most : wanted;
      return bounded.compareTo(pause) > 0 ? bounded : pause;
    } catch (NumberFormatException date) {
      return pause;
    }
  }
}
