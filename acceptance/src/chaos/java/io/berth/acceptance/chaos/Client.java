package io.berth.acceptance.chaos;

import io.berth.acceptance.chaos.Excuses.Lost;
import io.berth.acceptance.chaos.Result.Fate;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * The caller's side of the promise. A replay-safe operation FAILS when
 *
 * <ul>
 *   <li>no attempt of it was answered 2xx within 30 s, not counting the time in which the server
 *       was dead;
 *   <li>or an attempt was answered with anything but 2xx, except a 503 with {@code Retry-After}
 *       while what the request needs had been taken away: the server, PostgreSQL, the project's
 *       program, or, for writes, its disk;
 *   <li>or an attempt's connection broke although the server was not killed meanwhile;
 *   <li>or the 2xx answer was a wrong one.
 * </ul>
 *
 * What is not replay-safe is attempted once; it may be refused under the same conditions, or be
 * told {@code 502 outcome-unknown}, but never answered wrongly.
 */
final class Client {
  private static final Duration RECONNECT = Duration.ofMillis(250);

  private final HttpClient http;
  private final Excuses excuses;
  private final Pause pause;
  private final Tally tally;

  Client(HttpClient http, Excuses excuses, Pause pause, Tally tally) {
    this.http = http;
    this.excuses = excuses;
    this.pause = pause;
    this.tally = tally;
  }

  Result call(Operation operation) {
    long begun = System.nanoTime();
    Result result = operation.replaySafe() ? persist(operation, begun) : attemptOnce(operation);
    tally.ended(
        operation, result, System.nanoTime() - begun, excuses.serverDead(begun, System.nanoTime()));
    return result;
  }

  private Result persist(Operation operation, long begun) {
    String last = "nothing was tried";
    while (true) {
      Duration left = left(begun);
      if (left.isNegative() || left.isZero()) {
        return Result.failed("not served within " + Options.PATIENCE + "; last: " + last);
      }
      long from = System.nanoTime();
      Duration wait;
      try {
        HttpResponse<String> response = send(operation, left);
        if (response.statusCode() / 100 == 2) {
          return served(operation, response);
        }
        last = text(response);
        if (!excusedRefusal(operation, response, from)) {
          return Result.failed(last);
        }
        wait = retryAfter(response);
      } catch (HttpTimeoutException silent) {
        last = "no answer";
        wait = Duration.ZERO;
      } catch (IOException broken) {
        last = broken.toString();
        if (!excuses.any(Lost.SERVER, "", from, System.nanoTime())) {
          return Result.failed("the connection broke, the server was not killed: " + last);
        }
        wait = RECONNECT;
      }
      tally.retried(operation, last);
      pause.of(min(wait, left));
    }
  }

  private Result attemptOnce(Operation operation) {
    long from = System.nanoTime();
    try {
      HttpResponse<String> response = send(operation, Options.PATIENCE.multipliedBy(3));
      int status = response.statusCode();
      if (status / 100 == 2) {
        return served(operation, response);
      }
      String reason = response.headers().firstValue("Berth-Reason").orElse("");
      if (status == 502 && reason.equals("outcome-unknown")) {
        return new Result(Fate.UNKNOWN, null, text(response));
      }
      if ((status == 502 && reason.equals("bad-upstream"))
          || excusedRefusal(operation, response, from)) {
        return new Result(Fate.REFUSED, null, text(response));
      }
      return Result.failed(text(response));
    } catch (IOException broken) {
      return excuses.any(Lost.SERVER, "", from, System.nanoTime())
          ? new Result(Fate.UNKNOWN, null, broken.toString())
          : Result.failed("the connection broke, the server was not killed: " + broken);
    }
  }

  private HttpResponse<String> send(Operation operation, Duration timeout) throws IOException {
    try {
      return http.send(operation.request().get().timeout(timeout).build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Result served(Operation operation, HttpResponse<String> response) {
    String complaint = operation.complaint().apply(response);
    return complaint.isEmpty()
        ? new Result(Fate.SERVED, response, "")
        : Result.failed("a wrong answer: " + complaint + "; " + text(response));
  }

  private boolean excusedRefusal(Operation operation, HttpResponse<String> response, long from) {
    if (response.statusCode() != 503 || response.headers().firstValue("Retry-After").isEmpty()) {
      return false;
    }
    long now = System.nanoTime();
    String project = operation.member().id();
    return excuses.any(Lost.SERVER, "", from, now)
        || excuses.any(Lost.DATABASE, "", from, now)
        || excuses.any(Lost.PROGRAM, project, from, now)
        || (operation.writes() && excuses.any(Lost.DISK, project, from, now));
  }

  private Duration left(long begun) {
    long now = System.nanoTime();
    return Options.PATIENCE.plus(excuses.serverDead(begun, now)).minusNanos(now - begun);
  }

  private static Duration retryAfter(HttpResponse<String> response) {
    return Duration.ofSeconds(
        Long.parseLong(response.headers().firstValue("Retry-After").orElse("1").strip()));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static String text(HttpResponse<String> response) {
    String body = response.body();
    return response.statusCode()
        + " "
        + response.headers().firstValue("Berth-Reason").orElse("")
        + " "
        + body.substring(0, Math.min(400, body.length()));
  }
}
