package io.berth.lifecycle.board.github;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.database.Json;
import io.berth.lifecycle.reply.BoundedText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls to GitHub: at most four at once on kept connections, each with a deadline for all of it,
 * answers up to 8 MiB, behind a breaker. Follows no redirect; the token is read from its file for
 * each call and appears nowhere else.
 */
final class GitHubHttp implements AutoCloseable {
  private static final int CALLS = 4;
  private static final int MOST_BYTES = 8 << 20;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** What came back: 2xx, 304, 404, 410 or 422. */
  record Reply(int status, String tag, String body) {
    boolean missing() {
      return status == 404 || status == 410;
    }
  }

  private final GitHubAddress address;
  private final Breaker breaker;
  private final InstantSource clock;
  private final Semaphore calls = new Semaphore(CALLS);
  private final HttpClient client;

  GitHubHttp(GitHubAddress address, Breaker breaker, InstantSource clock, Executor executor) {
    this.address = address;
    this.breaker = breaker;
    this.clock = clock;
    Duration connect = address.timeout().compareTo(CONNECT) < 0 ? address.timeout() : CONNECT;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connect)
            .executor(executor)
            .build();
  }

  /** Asks below {@code /repos/owner/name}; with a tag, 304 if nothing changed. */
  Reply get(String path, String tag, Duration most) throws KmException {
    HttpRequest.Builder request = request(path).GET();
    if (!tag.isEmpty()) {
      request.header("If-None-Match", tag);
    }
    return send(request, most);
  }

  Reply send(String method, String path, Optional<Map<String, ?>> body, Duration most)
      throws KmException {
    BodyPublisher content =
        body.map(json -> BodyPublishers.ofString(Json.write(json)))
            .orElseGet(BodyPublishers::noBody);
    HttpRequest.Builder request = request(path).method(method, content);
    body.ifPresent(json -> request.header("Content-Type", "application/json"));
    return send(request, most);
  }

  private HttpRequest.Builder request(String path) throws KmException {
    return HttpRequest.newBuilder(URI.create(address.display() + path))
        .header("Authorization", "Bearer " + token())
        .header("Accept", "application/vnd.github+json")
        .header("X-GitHub-Api-Version", "2022-11-28")
        .header("User-Agent", "Berth");
  }

  private String token() throws KmException {
    String token;
    try {
      token = Files.readString(address.tokenFile()).strip();
    } catch (IOException e) {
      throw new KmException(
          Problem.UNAVAILABLE, "the token file " + address.tokenFile() + " is not readable", e);
    }
    // why checked: the client's own message would quote it
    if (token.isEmpty() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new KmException(
          Problem.UNAVAILABLE, "the token file " + address.tokenFile() + " has no token in it");
    }
    return token;
  }

  private Reply send(HttpRequest.Builder request, Duration most) throws KmException {
    breaker.pass();
    Duration time = most.compareTo(address.timeout()) < 0 ? most : address.timeout();
    if (time.toMillis() <= 0) {
      throw failure(Problem.UPSTREAM_TIMEOUT, "is too slow for this batch", null);
    }
    HttpRequest built = request.build();
    HttpResponse<String> reply;
    try {
      if (!calls.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure(Problem.OVERLOADED, "has " + CALLS + " calls of ours under way", null);
      }
      try {
        reply = await(client.sendAsync(built, head -> new BoundedText(MOST_BYTES)), time);
      } finally {
        calls.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(Problem.UNAVAILABLE, "is not asked: the server is going down", e);
    }
    return judged(reply);
  }

  private HttpResponse<String> await(CompletableFuture<HttpResponse<String>> reply, Duration time)
      throws KmException, InterruptedException {
    try {
      // why not the request's own time-out: it ends with the head of a reply, which may go on for
      // ever
      return reply.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failed(Problem.UPSTREAM_TIMEOUT, "did not answer within " + time, e);
    } catch (ExecutionException e) {
      String why =
          BoundedText.tooLarge(e).isPresent()
              ? "answers more than " + MOST_BYTES + " bytes"
              : "is not reached (" + e.getCause() + ")";
      throw failed(Problem.BAD_UPSTREAM, why, e);
    } finally {
      reply.cancel(true);
    }
  }

  private Reply judged(HttpResponse<String> reply) throws KmException {
    int status = reply.statusCode();
    if (status / 100 == 2 || status == 304 || status == 404 || status == 410 || status == 422) {
      breaker.success();
      String tag = reply.headers().firstValue("ETag").orElse("");
      return new Reply(status, tag, reply.body());
    }
    if (status == 401) {
      throw failed(
          Problem.UNAVAILABLE, "refuses the token in " + address.tokenFile() + " (401)", null);
    }
    Optional<Duration> pause = pause(reply);
    if ((status == 403 || status == 429) && pause.isPresent()) {
      String why = "asks for a pause of " + pause.get() + " (" + status + ")";
      breaker.pause(pause.get(), address.display() + " " + why);
      throw new KmException(Problem.UNAVAILABLE, address.display() + " " + why, pause.get(), null);
    }
    if (status == 403) {
      throw failed(
          Problem.UNAVAILABLE, "forbids it (403): the token must be allowed to write issues", null);
    }
    if (status / 100 == 3) {
      throw failed(Problem.BAD_UPSTREAM, "moved (" + status + "): name the repository anew", null);
    }
    throw failed(Problem.BAD_UPSTREAM, "answers " + status, null);
  }

  /** How long it asked to be left alone, if it did. */
  private Optional<Duration> pause(HttpResponse<?> reply) {
    Optional<Duration> pause =
        reply
            .headers()
            .firstValue("Retry-After")
            .flatMap(GitHubHttp::number)
            .map(Duration::ofSeconds);
    if (pause.isEmpty()
        && reply.headers().firstValue("X-RateLimit-Remaining").filter("0"::equals).isPresent()) {
      pause =
          reply
              .headers()
              .firstValue("X-RateLimit-Reset")
              .flatMap(GitHubHttp::number)
              .map(at -> Duration.ofSeconds(at - clock.instant().getEpochSecond()));
    }
    return pause
        .map(time -> time.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : time)
        .map(time -> time.toSeconds() < 1 ? Duration.ofSeconds(1) : time);
  }

  private static Optional<Long> number(String text) {
    return text.matches("[0-9]{1,12}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private KmException failed(Problem problem, String what, Throwable cause) {
    breaker.failure(address.display() + " " + what);
    return failure(problem, what, cause);
  }

  /** A failure in words that name the board. */
  KmException failure(Problem problem, String what, Throwable cause) {
    return new KmException(problem, address.display() + " " + what, cause);
  }

  @Override
  public void close() {
    // why by its type: since Java 21 a client can be closed; before, it ends when nobody has it
    if (client instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
