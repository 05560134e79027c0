import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers of a project that never answers, so many at once, until standard input ends. They come one after the other
 * within so many seconds, and who is refused asks again once to twice as late as Retry-After says: it is a full room that is
 * measured, not a storm of connections. Says FULL when the first one was refused because the waiting room is full, and for
 * each line that it reads how many were refused at the door so far, and how many got anything else. With a PATIENCE in
 * seconds they hang up when it is over and ask again at once. URL TOKEN CALLERS SECONDS [PATIENCE].
 */
public final class RoomFiller {
  private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final long AT_THE_DOOR = TimeUnit.SECONDS.toNanos(10);
  private static final AtomicInteger REFUSED = new AtomicInteger();
  private static final AtomicInteger OTHER = new AtomicInteger();

  private RoomFiller() {}

  public static void main(String[] args) throws Exception {
    Duration patience = args.length > 4 ? Duration.ofSeconds(Long.parseLong(args[4])) : Duration.ofMinutes(10);
    HttpRequest request = HttpRequest.newBuilder(URI.create(args[0])).timeout(patience).header("Authorization", "Bearer " + args[1]).build();
    int callers = Integer.parseInt(args[2]);
    long within = TimeUnit.SECONDS.toNanos(Long.parseLong(args[3]));
    for (int i = 0; i < callers; i++) {
      CompletableFuture.delayedExecutor(within / callers * i, TimeUnit.NANOSECONDS).execute(() -> ask(request));
    }
    for (int next = System.in.read(); next >= 0; next = System.in.read()) {
      if (next == '\n') {
        System.out.println("refused " + REFUSED + " other " + OTHER);
      }
    }
    System.exit(0);
  }

  private static void ask(HttpRequest request) {
    long begun = System.nanoTime();
    CLIENT
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .whenComplete((answer, failure) -> again(request, answer, failure, System.nanoTime() - begun));
  }

  private static void again(HttpRequest request, HttpResponse<Void> answer, Throwable failure, long took) {
    long pause = answer == null ? 1 : answer.headers().firstValueAsLong("Retry-After").orElse(1);
    // why the time: who waits in the room gets the same answer once its patience is over
    if (answer != null && answer.statusCode() == 503 && took < AT_THE_DOOR) {
      if (REFUSED.getAndIncrement() == 0) {
        System.out.println("FULL");
      }
    } else {
      OTHER.incrementAndGet();
    }
    boolean impatient = failure instanceof HttpTimeoutException || failure != null && failure.getCause() instanceof HttpTimeoutException;
    long later = impatient ? 0 : pause * 1000 + ThreadLocalRandom.current().nextLong(1000, 4000 + pause * 1000);
    CompletableFuture.delayedExecutor(later, TimeUnit.MILLISECONDS).execute(() -> ask(request));
  }
}
