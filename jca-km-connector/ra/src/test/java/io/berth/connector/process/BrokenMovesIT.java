package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartSource;
import io.berth.connector.api.StopReason;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A project that is moved under load, to a shared process or out of it, and the move fails
 * half-way: the old process is gone, the new one did not become ready. Whatever was acknowledged is
 * there.
 */
class BrokenMovesIT {
  private static final ProjectId BETA = new ProjectId("beta");
  private static final Pattern ID = Pattern.compile("\"item_id\":(\\d+)");
  private static final Duration TOO_SHORT = Duration.ofNanos(1);

  @RegisterExtension final Bench bench = new Bench();
  private final Duration usual = bench.startTimeout;
  private final ExecutorService callers = Executors.newFixedThreadPool(3);
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  @AfterEach
  void endCallers() {
    callers.shutdownNow();
  }

  @Test
  void aMoveToASharedProcessThatFailsHalfWayLosesNothing() throws Exception {
    ensure(BETA, true);
    ensure(ALPHA, false);
    load();
    moveFails(true);
    assertThat(ensure(ALPHA, false).startSource()).contains(StartSource.COLD);
    awaitMore();
    assertNothingIsLost();
    ensure(BETA, true);
    assertThat(bench.supervisor.probe(BETA).orElseThrow().healthy()).as("a neighbour").isTrue();
  }

  @Test
  void aMoveOutOfASharedProcessThatFailsHalfWayLosesNothing() throws Exception {
    ensure(BETA, true);
    ensure(ALPHA, true);
    load();
    moveFails(false);
    assertThat(ensure(ALPHA, true).startSource()).contains(StartSource.SHARED);
    awaitMore();
    assertNothingIsLost();
    assertThat(bench.ours()).as("of the process that was too late").isEmpty();
    ensure(BETA, true);
    assertThat(bench.supervisor.probe(BETA).orElseThrow().healthy()).as("a neighbour").isTrue();
  }

  private void load() {
    Runnable caller =
        () -> {
          while (!callers.isShutdown()) {
            saveOne();
          }
        };
    for (int i = 0; i < 3; i++) {
      callers.execute(caller);
    }
    awaitMore();
  }

  private void saveOne() {
    ProcessSnapshot now = bench.supervisor.snapshot(ALPHA);
    if (now.state() != ProcessState.READY) {
      return;
    }
    String content = "walrus number " + number.incrementAndGet() + ".";
    try {
      HttpResponse<String> answer = KmCalls.save(bench.data, now, content);
      Matcher id = ID.matcher(answer.body());
      if (answer.statusCode() == 200 && id.find()) {
        acknowledged.put(id.group(1), content);
      }
    } catch (IOException broken) {
      refused.incrementAndGet(); // why counted only: nobody acknowledged it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void moveFails(boolean toShared) throws Exception {
    // why again: a shared process can be so quick that its answer is there before the time is over
    for (int attempt = 1; attempt <= 10; attempt++) {
      bench.startTimeout = TOO_SHORT;
      Throwable failure = catchThrowable(() -> move(toShared));
      bench.startTimeout = usual;
      if (failure != null) {
        assertThat(bench.supervisor.snapshot(ALPHA).state()).isNotEqualTo(ProcessState.READY);
        return;
      }
      move(!toShared);
    }
    fail("none of ten moves was too late");
  }

  private void move(boolean toShared) throws Exception {
    bench
        .supervisor
        .restart(ALPHA, StopReason.RESTART, bench.builtIn(toShared))
        .toCompletableFuture()
        .get(90, TimeUnit.SECONDS);
  }

  private void awaitMore() {
    int target = acknowledged.size() + 30;
    Awaitility.await().until(() -> acknowledged.size() >= target);
  }

  private void assertNothingIsLost() throws Exception {
    callers.shutdown();
    assertThat(callers.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
    ProcessSnapshot now = bench.supervisor.snapshot(ALPHA);
    for (Map.Entry<String, String> item : acknowledged.entrySet()) {
      String id = "{\"item_id\":" + item.getKey() + "}";
      assertThat(KmCalls.tool(bench.data, now, "get", id).body())
          .as("item " + item.getKey() + ", " + refused + " calls were cut off")
          .contains(item.getValue());
    }
  }

  private ProcessSnapshot ensure(ProjectId project, boolean shared) throws Exception {
    return bench
        .supervisor
        .ensure(project, bench.builtIn(shared))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }
}
