package io.berth.lifecycle.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class StoredEventsIT {
  private static final int WRITERS = 6;
  private static final int EACH = 100;

  @TempDir Path data;
  private TestNode test;
  private StoredEvents events;

  @BeforeEach
  void boot(TestPostgres postgres) {
    test = new TestNode(postgres.newDatabase(), data).booted();
    events = test.node.events();
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aReaderThatResumesAfterAnIdMissesNothingWhileOthersAppend() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String actor = "writer-" + i;
        writers.add(threads.submit((Callable<Void>) () -> write(actor)));
      }
      List<Long> seen = new ArrayList<>();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                long last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
                events.after(last, Optional.empty(), 50).forEach(event -> seen.add(event.id()));
                return seen.size() > WRITERS * EACH;
              });
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertThat(seen)
          .isSorted()
          .doesNotHaveDuplicates()
          .isEqualTo(
              test.node
                  .database()
                  .transact(
                      t ->
                          t.createQuery("SELECT id FROM lifecycle_event ORDER BY id")
                              .mapTo(Long.class)
                              .list()));
    } finally {
      threads.shutdownNow();
    }
  }

  private Void write(String actor) throws KmException {
    for (int i = 0; i < EACH; i++) {
      int pause = i;
      // why: transactions that stay open for different times after they took their number
      LifecycleEvent event =
          test.node
              .database()
              .transact(
                  t -> {
                    LifecycleEvent written =
                        events
                            .append(t, new NewEvent("test", Optional.empty(), 0, actor, "x"))
                            .orElseThrow();
                    t.execute("SELECT pg_sleep(?)", pause % 3 == 0 ? 0.002 : 0.0);
                    return written;
                  });
      events.committed(event.id());
    }
    return null;
  }

  @Test
  void readsBackByProjectAndByTheLastOnes() throws KmException {
    ProjectId alpha = new ProjectId("alpha");
    events.append("a", Optional.of(alpha), 3, "ann", "first");
    events.append("b", Optional.of(new ProjectId("beta")), 0, "ann", "second");
    LifecycleEvent third = events.append("c", Optional.of(alpha), 3, "bob", "third");
    assertThat(events.last(Optional.of(alpha), 10))
        .extracting(LifecycleEvent::reason)
        .containsExactly("first", "third");
    assertThat(events.last(Optional.empty(), 1)).containsExactly(third);
    assertThat(events.after(third.id() - 1, Optional.of(alpha), 10)).containsExactly(third);
  }

  @Test
  void followersAreToldUntilTheyLeave() throws Exception {
    AtomicLong newest = new AtomicLong();
    AutoCloseable subscription = events.onChange(newest::set);
    events.onChange(
        id -> {
          throw new IllegalStateException("a bad follower disturbs nobody");
        });
    LifecycleEvent first = events.append("a", Optional.empty(), 0, "ann", "x");
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> newest.get() == first.id());
    subscription.close();
    AtomicLong other = new AtomicLong();
    events.onChange(other::set);
    LifecycleEvent second = events.append("a", Optional.empty(), 0, "ann", "x");
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> other.get() == second.id());
    assertThat(newest).hasValue(first.id());
  }

  @Test
  void onlyTheNewestAreKept() throws KmException {
    test.node
        .database()
        .transact(
            t ->
                t.execute(
                    "INSERT INTO lifecycle_event (at, kind, generation, actor, reason)"
                        + " SELECT now(), 'old', 0, 'test', '' FROM generate_series(1, ?)",
                    StoredEvents.KEPT + 10));
    assertThat(events.trim()).isEqualTo(11);
    assertThat(events.last(Optional.empty(), 1)).hasSize(1);
    assertThat(events.trim()).isZero();
  }
}
