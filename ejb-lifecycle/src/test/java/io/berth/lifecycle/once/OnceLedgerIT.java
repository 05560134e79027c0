package io.berth.lifecycle.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class OnceLedgerIT {
  private static final Answered MADE =
      new Answered(201, Optional.of("/api/v1/tasks/7"), Optional.of("{\"id\":7}"));

  @TempDir Path data;
  private TestNode test;
  private StoredOnce once;
  private final Instant start = Instant.parse("2026-03-01T12:00:00Z");
  private final AtomicReference<Instant> now = new AtomicReference<>(start);

  @BeforeEach
  void boot(TestPostgres postgres) {
    test = new TestNode(postgres.newDatabase(), data).booted();
    once = new StoredOnce(test.node.database(), now::get);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void theSecondTimeTheAnswerOfTheFirstIsGiven() throws KmException {
    assertThat(once.begin(asked("ann", "k", "a"))).isEmpty();
    once.done(asked("ann", "k", "a"), MADE);
    assertThat(once.begin(asked("ann", "k", "a"))).contains(MADE);
    assertThat(once.begin(asked("bob", "k", "b"))).as("another's key").isEmpty();
    assertThat(refused(asked("ann", "k", "other"))).hasMessageContaining("another request");
  }

  @Test
  void whoseEndNobodySawIsNotDoneAgain() throws KmException {
    once.begin(asked("ann", "k", "a"));
    now.set(start.plusSeconds(90));
    KmException refused = refused(asked("ann", "k", "a"));
    assertThat(refused.problem()).isEqualTo(Problem.CONFLICT);
    assertThat(refused).hasMessageContaining("90 s ago");
  }

  @Test
  void whatHadNoEffectMayBeSentAgain() throws KmException {
    once.begin(asked("ann", "k", "a"));
    once.undone(asked("ann", "k", "a"));
    assertThat(once.begin(asked("ann", "k", "corrected"))).isEmpty();
    once.done(asked("ann", "k", "corrected"), MADE);
    once.undone(asked("ann", "k", "corrected"));
    assertThat(once.begin(asked("ann", "k", "corrected"))).as("done stays done").contains(MADE);
  }

  @Test
  void ofManyAtOnceOneIsTheFirst() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        all.add(threads.submit(() -> isFirst(asked("ann", "k", "a"))));
      }
      int first = 0;
      for (Future<Boolean> each : all) {
        first += each.get() ? 1 : 0;
      }
      assertThat(first).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void itForgetsAfterADay() throws KmException {
    once.begin(asked("ann", "k", "a"));
    once.done(asked("ann", "k", "a"), MADE);
    now.set(start.plus(OnceLedger.KEPT).minusSeconds(1));
    assertThat(once.begin(asked("ann", "k", "a"))).contains(MADE);
    now.set(start.plus(OnceLedger.KEPT));
    assertThat(once.begin(asked("ann", "k", "new"))).isEmpty();
  }

  @Test
  void oneSubjectHasABoundOfItsOwn() throws KmException {
    test.node
        .database()
        .transact(
            t ->
                t.execute(
                    """
                    INSERT INTO idempotency (subject, key, fingerprint, created_at)
                    SELECT 'ann', 'k-' || n, 'x', now() FROM generate_series(1, ?) n
                    """,
                    StoredOnce.MOST));
    assertThat(refused(asked("ann", "one-more", "a")).problem()).isEqualTo(Problem.OVERLOADED);
    assertThat(once.begin(asked("bob", "one-more", "a"))).isEmpty();
    assertThat(refused(asked("ann", "one-more", "a")).problem())
        .as("what is refused is not entered")
        .isEqualTo(Problem.OVERLOADED);
  }

  private boolean isFirst(Asked asked) {
    try {
      return once.begin(asked).isEmpty();
    } catch (KmException inUse) {
      return false;
    }
  }

  private KmException refused(Asked asked) {
    return catchThrowableOfType(KmException.class, () -> once.begin(asked));
  }

  private static Asked asked(String subject, String key, String what) {
    return new Asked(subject, key, what.getBytes(StandardCharsets.UTF_8));
  }
}
