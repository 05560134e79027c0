import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Steady load on projects h1..hN (open loop): RATE requests a second for SECONDS, one project after the other, every second
 * request a search over MCP. Latency counts from when a request was due. Prints "requests p50 p99 errors"; times in ms.
 * URL TOKEN PROJECTS RATE SECONDS, read from standard input line by line, so that one JVM serves all phases.
 */
public final class SteadyLoad {
  private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private SteadyLoad() {}

  public static void main(String[] args) throws Exception {
    try (var lines = new java.io.BufferedReader(new java.io.InputStreamReader(System.in))) {
      for (String seconds = lines.readLine(); seconds != null; seconds = lines.readLine()) {
        System.out.println(phase(args[0], args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(seconds)));
      }
    }
    System.exit(0);
  }

  private static String phase(String url, String token, int projects, int rate, int seconds) throws Exception {
    int all = rate * seconds;
    long[] micros = new long[all];
    AtomicInteger errors = new AtomicInteger();
    CompletableFuture<?>[] ends = new CompletableFuture<?>[all];
    long begun = System.nanoTime();
    for (int i = 0; i < all; i++) {
      long due = begun + i * 1_000_000_000L / rate;
      CompletableFuture<Void> end = new CompletableFuture<>();
      ends[i] = end;
      int at = i;
      HttpRequest request = request(url + "/projects/h" + (1 + i % projects), token);
      CLOCK.schedule(
          () ->
              CLIENT.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                  .whenComplete(
                      (answer, failure) -> {
                        micros[at] = (System.nanoTime() - due) / 1000;
                        if (failure != null || answer.statusCode() != 200) {
                          errors.incrementAndGet();
                        }
                        end.complete(null);
                      }),
          due - System.nanoTime(),
          TimeUnit.NANOSECONDS);
    }
    CompletableFuture.allOf(ends).get();
    Arrays.sort(micros);
    return "%d %.2f %.2f %d".formatted(all, micros[all / 2] / 1e3, micros[(int) (all * 0.99)] / 1e3, errors.get());
  }

  private static HttpRequest request(String project, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder().timeout(Duration.ofSeconds(60)).header("Authorization", "Bearer " + token);
    int n = COUNT.incrementAndGet();
    if (n % 2 == 0) {
      return request.uri(URI.create(project + "/km/health")).build();
    }
    String question = "{\"tool_name\":\"query\",\"tool_input\":{\"question\":\"what about rope %d\"}}".formatted(n);
    return request
        .uri(URI.create(project + "/mcp"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(question))
        .build();
  }
}
