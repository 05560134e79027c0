package io.berth.lifecycle.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import io.berth.lifecycle.token.Revocation.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class RevocationsIT {
  @TempDir Path data;
  private TestNode test;
  private StoredRevocations revocations;
  private final Instant start = Instant.parse("2026-03-01T12:00:00Z");
  private final AtomicReference<Instant> now = new AtomicReference<>(start);

  @BeforeEach
  void boot(TestPostgres postgres) {
    test = new TestNode(postgres.newDatabase(), data).booted();
    revocations = new StoredRevocations(test.node.database(), test.node.events(), now::get);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void whatIsRevokedIsReadBackAndStandsInTheAudit() throws KmException {
    Revocation token = new Revocation(Kind.TOKEN, "id-1", start, start.plusSeconds(60));
    Revocation subject = new Revocation(Kind.SUBJECT, "bot", start, start.plusSeconds(60));
    revocations.revoke(token, "ann");
    revocations.revoke(subject, "ann");
    assertThat(revocations.current()).containsExactlyInAnyOrder(token, subject);
    LifecycleEvent event = test.node.events().last(Optional.empty(), 1).get(0);
    assertThat(event.kind()).isEqualTo(Revocations.EVENT);
    assertThat(event.actor()).isEqualTo("ann");
    assertThat(event.details()).containsEntry("subject", "bot");
  }

  @Test
  void anotherNodeIsToldAndSeesIt() throws Exception {
    Revocation token = new Revocation(Kind.TOKEN, "id-1", start, start.plusSeconds(60));
    try (TestNode other =
        new TestNode(test.database, data.resolve("other"), false, "node-2").booted()) {
      StoredRevocations theirs =
          new StoredRevocations(other.node.database(), other.node.events(), now::get);
      assertThat(theirs.current()).isEmpty();
      CountDownLatch told = new CountDownLatch(1);
      long before = newest(other);
      try (AutoCloseable following =
          other
              .node
              .events()
              .onChange(
                  id -> {
                    if (id > before) {
                      told.countDown();
                    }
                  })) {
        revocations.revoke(token, "ann");
        assertThat(told.await(90, TimeUnit.SECONDS)).as("the other node is told").isTrue();
      }
      assertThat(theirs.current()).containsExactly(token);
      assertThat(other.node.events().after(before, Optional.empty(), 10))
          .extracting(LifecycleEvent::kind)
          .contains(Revocations.EVENT);
    }
  }

  private static long newest(TestNode node) throws KmException {
    return node.node.events().last(Optional.empty(), 1).stream()
        .mapToLong(LifecycleEvent::id)
        .max()
        .orElse(0);
  }

  @Test
  void theSameAgainMovesItOnNeverBack() throws KmException {
    Instant later = start.plusSeconds(30);
    revocations.revoke(new Revocation(Kind.SUBJECT, "bot", later, later.plusSeconds(60)), "ann");
    revocations.revoke(new Revocation(Kind.SUBJECT, "bot", start, start.plusSeconds(60)), "ann");
    assertThat(revocations.current())
        .containsExactly(new Revocation(Kind.SUBJECT, "bot", later, later.plusSeconds(60)));
  }

  @Test
  void whatConcernsNoTokenAnyMoreIsForgotten() throws KmException {
    revocations.revoke(new Revocation(Kind.TOKEN, "old", start, start.plusSeconds(60)), "ann");
    now.set(start.plusSeconds(60));
    assertThat(revocations.current()).isEmpty();
    revocations.revoke(new Revocation(Kind.TOKEN, "new", start, start.plusSeconds(90)), "ann");
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void theirNumberIsBoundedAndWhatToDoIsTold() throws KmException {
    test.node
        .database()
        .transact(
            t ->
                t.execute(
                    """
                    INSERT INTO token_revocation
                    SELECT 'token', 'id-' || n, now(), 'ann', now(), now() + interval '1 day'
                    FROM generate_series(1, ?) n
                    """,
                    StoredRevocations.MOST));
    KmException refused =
        catchThrowableOfType(
            KmException.class,
            () ->
                revocations.revoke(
                    new Revocation(Kind.TOKEN, "more", start, start.plusSeconds(60)), "ann"));
    assertThat(refused.problem()).isEqualTo(Problem.CONFLICT);
    assertThat(refused).hasMessageContaining("signing key");
    assertThat(rows()).isEqualTo(StoredRevocations.MOST);
  }

  private int rows() throws KmException {
    return test.node
        .database()
        .transact(
            t -> t.createQuery("SELECT count(*) FROM token_revocation").mapTo(Integer.class).one());
  }
}
