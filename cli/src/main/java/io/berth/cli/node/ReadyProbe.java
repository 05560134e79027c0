package io.berth.cli.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a node whether it is ready to serve. */
final class ReadyProbe {
  private static final int OK = 200;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final HttpRequest request;

  ReadyProbe(int port) {
    request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
            .timeout(LIMIT)
            .build();
  }

  /** What a node answers while it starts. */
  enum Answer {
    /** Nothing, or that it is not ready. */
    NOT_YET,
    /** That it is ready, but not one check of ours is there: Berth itself was not deployed. */
    WITHOUT_BERTH,
    /** That it is ready to serve. */
    READY
  }

  Answer ask() {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        return Answer.NOT_YET;
      }
      boolean checked = response.body().contains("\"name\"");
      return checked ? Answer.READY : Answer.WITHOUT_BERTH;
    } catch (IOException notYet) {
      return Answer.NOT_YET;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.NOT_YET;
    }
  }
}
