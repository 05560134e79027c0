package io.berth.lifecycle.advice;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.lifecycle.reply.BoundedText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A model behind HTTP. Follows no redirect, sends and reads bounded sizes, ends within its time,
 * reads the secret's file anew for each question and shows it to nobody else. Blocks; called by
 * threads of background jobs.
 */
final class HttpModel implements Model {
  /** Bytes of a question, and of an answer. */
  static final int MOST_BYTES = 256 * 1024;

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /**
   * Where it is.
   *
   * @param url what {@code chat/completions} or {@code messages} is put behind
   */
  record Place(Dialect dialect, URI url, String model, Optional<Path> secretFile) {}

  private final Place place;
  private final URI target;
  private final Duration timeout;
  private final HttpClient client;

  HttpModel(Place place, Duration timeout, Executor executor) {
    this.place = place;
    this.timeout = timeout;
    target = URI.create(place.url.toString().replaceAll("/+$", "") + "/" + place.dialect.path());
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)
            .executor(executor)
            .build();
  }

  @Override
  public String ask(String system, String question) throws ModelFailure, InterruptedException {
    byte[] body = body(place.dialect.question(place.model, system, question));
    if (body.length > MOST_BYTES) {
      throw new ModelFailure("the question is larger than " + MOST_BYTES + " bytes", false);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("User-Agent", "Berth")
            .POST(BodyPublishers.ofByteArray(body));
    place.dialect.headers(secret()).forEach(request::header);
    return place.dialect.answer(read(reply(request.build())));
  }

  private static byte[] body(Map<String, Object> values) {
    try {
      return JSON.std.asBytes(values);
    } catch (IOException e) {
      throw new IllegalStateException("a question does not fit into JSON", e);
    }
  }

  private String secret() throws ModelFailure {
    if (place.secretFile.isEmpty()) {
      return "";
    }
    String secret;
    try {
      secret = Files.readString(place.secretFile.get()).strip();
    } catch (IOException e) {
      throw new ModelFailure(
          "berth.advice.secret-file " + place.secretFile.get() + " is not readable", false);
    }
    // why checked here: the HTTP client would put the value into the words of its failure
    if (secret.isEmpty() || !secret.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new ModelFailure(
          "berth.advice.secret-file "
              + place.secretFile.get()
              + " must hold one line of printable characters",
          false);
    }
    return secret;
  }

  private String reply(HttpRequest request) throws ModelFailure, InterruptedException {
    CompletableFuture<HttpResponse<String>> asked =
        client.sendAsync(request, head -> new BoundedText(MOST_BYTES));
    try {
      // why not the request's own time-out: it ends with the head of a reply
      HttpResponse<String> reply = asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (reply.statusCode() == 200) {
        return reply.body();
      }
      // why only the status: an error may repeat the secret or the question
      throw new ModelFailure(
          target + " answers " + reply.statusCode() + meaning(reply.statusCode()),
          reply.statusCode() >= 500);
    } catch (TimeoutException e) {
      asked.cancel(true);
      throw new ModelFailure(target + " did not answer within " + timeout, false);
    } catch (InterruptedException e) {
      asked.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      Optional<String> tooLarge = BoundedText.tooLarge(e);
      if (tooLarge.isPresent()) {
        throw new ModelFailure(tooLarge.get(), false);
      }
      throw new ModelFailure(target + " gave no answer (" + e.getCause() + ")", true);
    }
  }

  private static String meaning(int status) {
    return switch (status) {
      case 401, 403 -> ": check the secret in berth.advice.secret-file";
      case 404 -> ": check berth.advice.url and berth.advice.model";
      case 429 -> ": too many questions or no credit left";
      default -> "";
    };
  }

  private static Map<String, Object> read(String body) throws ModelFailure {
    try {
      return JSON.std.mapFrom(body);
    } catch (IOException e) {
      throw new ModelFailure("its answer is no JSON", false);
    }
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
