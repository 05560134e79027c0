import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers of a project that never answers, so many at once, until standard input ends: each asks again after what
 * Retry-After says. Says FULL when the first one was refused because the waiting room is full. URL TOKEN CALLERS.
 */
public final class RoomFiller {
  private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final AtomicInteger REFUSED = new AtomicInteger();
  private static final AtomicInteger OTHER = new AtomicInteger();

  private RoomFiller() {}

  public static void main(String[] args) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(args[0])).timeout(Duration.ofMinutes(10)).header("Authorization", "Bearer " + args[1]).build();
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      ask(request);
      if (i % 20 == 0) {
        TimeUnit.MILLISECONDS.sleep(20); // why: it is a full room that is measured, not a storm of connections
      }
    }
    while (System.in.read() >= 0) {
      continue;
    }
    System.out.println("refused " + REFUSED + " other " + OTHER);
    System.exit(0);
  }

  private static void ask(HttpRequest request) {
    CLIENT.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((answer, failure) -> again(request, answer));
  }

  private static void again(HttpRequest request, HttpResponse<Void> answer) {
    long pause = 1;
    if (answer != null && answer.statusCode() == 503 && answer.headers().firstValue("Retry-After").isPresent()) {
      pause = answer.headers().firstValueAsLong("Retry-After").orElse(1);
      if (REFUSED.getAndIncrement() == 0) {
        System.out.println("FULL");
      }
    } else {
      OTHER.incrementAndGet();
    }
    CompletableFuture.delayedExecutor(pause, TimeUnit.SECONDS).execute(() -> ask(request));
  }
}
