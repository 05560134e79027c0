package io.berth.acceptance.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.MicroBerth;
import io.berth.acceptance.Wire;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Thousands of open event streams and WebSockets over twenty projects at once: all of them work,
 * all are ended in order when their project stops, and nothing is left. Run by the profile {@code
 * streams}.
 */
@ExtendWith(MicroBerth.class)
class ManyStreamsRun {
  private static final int PROJECTS = 20;
  private static final int GOING_AWAY = 1001;
  private static final int AT_ONCE = 50;
  private static final long MIB = 1024;
  private static final Duration SILENCE = Duration.ofSeconds(35);

  /** How many of each kind. */
  private static final int SIZE = Integer.getInteger("streams.size");

  private final Api admin = Api.admin();
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Caller> callers = new ArrayList<>();

  /** A stream takes a thread, a WebSocket too; before 21 they are the system's, and 1,200. */
  @BeforeAll
  static void theServersThreadsSuffice() {
    assertThat(Runtime.version().feature() >= 21 || 2 * SIZE < 1100)
        .as("JDK 21 or newer for so many; on this one -Dstreams.size=500")
        .isTrue();
  }

  @Test
  void allOfThemWorkAtOnceAndAllAreEndedInOrder() throws Exception {
    String runtime = StreamRuntime.make();
    Map<String, String> settings = Map.of("drainTimeout", "PT1S");
    List<String> ids =
        Stream.generate(() -> Fixtures.project("many", runtime, settings)).limit(PROJECTS).toList();
    ids.forEach(id -> assertThat(km(id, "open").status()).isEqualTo(200));
    ServerFigures before = ServerFigures.afterCollection();
    long begun = System.nanoTime();
    open(ids);
    long opened = System.nanoTime();
    stayOpenInSilence(ids, opened);
    long silent = System.nanoTime();
    talk(ids);
    long talked = System.nanoTime();
    ServerFigures most = ServerFigures.now();
    ServerFigures live = ServerFigures.afterCollection();
    Report.beside("heap.txt", ServerFigures.histogram());
    long heard = hangUp(ids.get(0));
    Reply elsewhere = admin.get("/api/v1/projects");
    assertThat(elsewhere.status()).as("the management API beside them").isEqualTo(200);

    long stopping = System.nanoTime();
    stop(ids);
    long stopped = System.nanoTime();
    await()
        .untilAsserted(
            () ->
                assertThat(ServerFigures.now().descriptors())
                    .as("files and sockets, with all of it closed")
                    .isLessThan(before.descriptors() + 2 * AT_ONCE));
    ServerFigures after = ServerFigures.afterCollection();
    Report.page("many")
        .line("event streams, WebSockets, projects", SIZE + ", " + SIZE + ", " + PROJECTS)
        .line("heap that the server may have", ServerFigures.heapLimit())
        .line("time to open all (s)", seconds(opened - begun))
        .line("one word to and from each (s)", seconds(talked - silent))
        .line("a caller hangs up in silence: until its KM knows (ms)", heard)
        .line("time to stop all projects (s)", seconds(stopped - stopping))
        .line("live heap before, with all open, after (MiB)", mib(before, live, after))
        .line("memory of the process before, with all open (MiB)", resident(before, most))
        .line(
            "threads of the system before, with all open, after",
            before.threads() + ", " + most.threads() + ", " + after.threads())
        .line(
            "files and sockets before, with all open, after",
            before.descriptors() + ", " + most.descriptors() + ", " + after.descriptors())
        .line("ended whole, of the event streams", count(listeners, Listener::ended))
        .line("closed with 1001, of the WebSockets", count(callers, Caller::closed))
        .write();
  }

  /** So many at a time: a storm of connections is not what is asked here. */
  private void open(List<String> ids) throws Exception {
    for (int from = 0; from < SIZE; from += AT_ONCE) {
      List<CompletableFuture<Listener>> streams = new ArrayList<>();
      List<CompletableFuture<Caller>> sockets = new ArrayList<>();
      for (int i = from; i < Math.min(SIZE, from + AT_ONCE); i++) {
        Listener listener = Listener.of(admin, ids.get(i % PROJECTS));
        listeners.add(listener);
        streams.add(listener.open());
        sockets.add(Caller.of(admin, ids.get(i % PROJECTS)));
      }
      for (CompletableFuture<Listener> stream : streams) {
        stream.get(90, TimeUnit.SECONDS);
      }
      for (CompletableFuture<Caller> socket : sockets) {
        callers.add(socket.get(90, TimeUnit.SECONDS));
      }
    }
  }

  /** Longer than the container would wait for a byte of a body: those who listen say nothing. */
  private void stayOpenInSilence(List<String> ids, long since) {
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> System.nanoTime() - since > SILENCE.toNanos());
    areOpen(ids);
  }

  private void areOpen(List<String> ids) {
    for (int i = 0; i < SIZE; i++) {
      String at = "WebSocket " + i + " of ";
      String id = ids.get(i % PROJECTS);
      assertThat(callers.get(i).closed())
          .as(() -> at + id + ", generation " + Fixtures.generation(id))
          .isNotDone();
      assertThat(listeners.get(i).ended()).as("event stream " + i + " of " + id).isNotDone();
    }
  }

  private void talk(List<String> ids) throws Exception {
    List<CompletableFuture<String>> words = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      words.add(callers.get(i).say("word " + i));
    }
    int told = 0;
    for (String id : ids) {
      told += Integer.parseInt(km(id, "tell?news").body());
    }
    assertThat(told).as("listeners that the KMs have").isEqualTo(SIZE);
    for (int i = 0; i < SIZE; i++) {
      assertThat(words.get(i).get(90, TimeUnit.SECONDS)).isEqualTo("word " + i);
    }
    await().until(() -> listeners.stream().allMatch(listener -> listener.heard("news")));
  }

  /** One caller more, whose request its KM never answers. */
  private long hangUp(String id) throws Exception {
    try (Socket caller = Wire.connect()) {
      String path = "/projects/" + id + "/km/hang";
      String token = BerthUnderTest.current().adminToken();
      caller.getOutputStream().write(Wire.bytes(Wire.request("GET", path, token, "")));
      await().until(() -> km(id, "open").body().endsWith("hanging=1"));
    }
    long begun = System.nanoTime();
    await().until(() -> km(id, "open").body().endsWith("hanging=0"));
    return (System.nanoTime() - begun) / 1_000_000;
  }

  private void stop(List<String> ids) throws Exception {
    for (String id : ids) {
      Reply reply = admin.post("/api/v1/projects/" + id + "/stop", "{}");
      assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    }
    for (Caller caller : callers) {
      assertThat(caller.closed().get(90, TimeUnit.SECONDS)).isEqualTo(GOING_AWAY);
    }
    for (Listener listener : listeners) {
      listener.ended().get(90, TimeUnit.SECONDS);
    }
    for (String id : ids) {
      await()
          .untilAsserted(
              () ->
                  assertThat(Fixtures.process(id))
                      .containsEntry("state", "STOPPED")
                      .containsEntry("openStreams", 0)
                      .containsEntry("inFlight", 0));
      assertThat(Fixtures.processesOf(id)).isEmpty();
    }
  }

  private Reply km(String id, String path) {
    return admin.get("/projects/" + id + "/km/" + path);
  }

  private static String seconds(long nanos) {
    return String.format(java.util.Locale.ROOT, "%.1f", nanos / 1e9);
  }

  private static String mib(ServerFigures before, ServerFigures with, ServerFigures after) {
    return before.heapKib() / MIB + ", " + with.heapKib() / MIB + ", " + after.heapKib() / MIB;
  }

  private static String resident(ServerFigures before, ServerFigures with) {
    return before.residentKib() / MIB + ", " + with.residentKib() / MIB;
  }

  private static <T> long count(
      List<T> all, java.util.function.Function<T, CompletableFuture<?>> end) {
    return all.stream()
        .map(end)
        .filter(ended -> ended.isDone() && !ended.isCompletedExceptionally())
        .count();
  }
}
