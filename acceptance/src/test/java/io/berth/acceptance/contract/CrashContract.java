package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

public abstract class CrashContract {
  /**
   * why: the cool-downs of these kills, each twice as long as the one before, are only waited for.
   */
  private static final Map<String, String> COOLS_DOWN_SOON = Map.of("restartBackoff", "PT0.1S");

  private final Api admin = Api.admin();

  @Test
  void replaySafeCallersSeeNoErrorWhenTheProcessIsKilledUnderLoad() throws Exception {
    String id = Fixtures.project("killed", COOLS_DOWN_SOON);
    admin.tool(id, "save", Map.of("title", "Anchor", "content", "The anchor holds the ship."));
    Load reads =
        new Load(() -> admin.tool(id, "query", Map.of("question", "anchor " + System.nanoTime())));
    try {
      reads.start(8);
      for (int kill = 0; kill < 3; kill++) {
        long generation = Fixtures.generation(id);
        reads.awaitMore(50);
        Fixtures.killNow(Fixtures.pid(id));
        await().until(() -> Fixtures.generation(id) > generation && ready(id));
        reads.awaitMore(50);
      }
    } finally {
      reads.stop();
    }
    assertThat(reads.failures).as("answers that were not 200").isEmpty();
  }

  @Test
  void otherCallersAreToldThatTheOutcomeIsUnknownAndTheNextRequestIsServed() {
    String id = Fixtures.project("unknown", Fixtures.fakeRuntime("serve"), Map.of());
    assertThat(admin.get("/projects/" + id + "/km/health").status()).isEqualTo(200);
    var held =
        admin.sendAsync(
            admin
                .request("/projects/" + id + "/km/hold")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("once only")));
    await().until(() -> ((Number) Fixtures.process(id).get("inFlight")).intValue() == 1);
    Fixtures.killNow(Fixtures.pid(id));
    Reply broken = held.join();
    assertThat(broken.status()).as(broken.toString()).isEqualTo(502);
    assertThat(broken.text("type")).isEqualTo("urn:berth:problem:outcome-unknown");
    assertThat(broken.header("Berth-Reason")).isEqualTo("outcome-unknown");
    Reply next = admin.get("/projects/" + id + "/km/health");
    assertThat(next.status()).as(next.toString()).isEqualTo(200);
    assertThat(next.header("Berth-Generation")).isEqualTo("2");
  }

  @Test
  void whatWasAcknowledgedSurvivesTheKill() {
    String id = Fixtures.project("durable", COOLS_DOWN_SOON);
    for (int i = 0; i < 5; i++) {
      Reply saved =
          admin.tool(id, "save", Map.of("title", "Fact " + i, "content", "quokka number " + i));
      assertThat(saved.status()).as(saved.toString()).isEqualTo(200);
      Fixtures.killNow(Fixtures.pid(id));
      Reply found = admin.tool(id, "query", Map.of("question", "quokka", "limit", 20));
      assertThat(found.status()).as(found.toString()).isIn(200, 503);
      if (found.status() == 200) {
        assertThat(found.body()).contains("quokka number " + i);
      }
      admin.post("/api/v1/projects/" + id + "/release", "{}");
    }
  }

  private static boolean ready(String id) {
    return Fixtures.state(id).equals("READY");
  }

  /** Steady callers in the background; keeps every answer that was not 200. */
  private static final class Load {
    final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private final Callable<Reply> call;

    Load(Callable<Reply> call) {
      this.call = call;
    }

    void start(int threads) {
      for (int i = 0; i < threads; i++) {
        running.add(callers.submit(this::loop));
      }
    }

    private void loop() {
      while (going.get()) {
        try {
          Reply reply = call.call();
          if (reply.status() != 200) {
            failures.add(reply.toString());
          }
        } catch (Exception e) {
          failures.add(e.toString());
        }
        answered.incrementAndGet();
      }
    }

    void awaitMore(int count) {
      int target = answered.get() + count;
      await().until(() -> answered.get() >= target);
    }

    void stop() throws Exception {
      going.set(false);
      for (Future<?> caller : running) {
        caller.get();
      }
      callers.shutdown();
    }
  }
}
