package io.berth.lifecycle.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private long now;
  private final Reachability reachability = new Reachability(() -> now, LONGEST);

  @Test
  void whileNothingIsKnownToBeWrongEverybodyPasses() {
    assertThatCode(reachability::pass).doesNotThrowAnyException();
    assertThat(reachability.why()).isEmpty();
  }

  @Test
  void inAnOutageAllAreRefusedAtOnceWithTheReasonButOneAtATimeLooks() throws Exception {
    lost("connection refused");
    assertRefused();
    after(Reachability.PAUSE);
    reachability.pass();
    assertRefused();
    lost("still refused");
    assertRefused();
    assertThat(reachability.why()).contains("still refused");
  }

  @Test
  void whoLooksAndNeverComesBackIsSucceededByAnother() throws Exception {
    lost("connection refused");
    after(Reachability.PAUSE);
    reachability.pass();
    after(LONGEST);
    reachability.pass();
  }

  @Test
  void theFirstConnectionEndsTheOutageForAll() throws Exception {
    lost("connection refused");
    after(Reachability.PAUSE);
    reachability.pass();
    reachability.there();
    reachability.pass();
    reachability.pass();
    assertThat(reachability.why()).isEmpty();
  }

  @Test
  void aPoolThatIsOnlyBusyIsNoOutage() {
    assertThat(Outage.noConnection(new SQLTransientConnectionException("all in use"))).isFalse();
    assertThat(
            Outage.noConnection(
                new SQLTransientConnectionException("none", new java.sql.SQLException("refused"))))
        .isTrue();
  }

  private void after(Duration time) {
    now += time.toNanos();
  }

  private void lost(String why) {
    reachability.lost(new KmException(Problem.UNAVAILABLE, why, Duration.ofSeconds(2), null));
  }

  private void assertRefused() {
    assertThatThrownBy(reachability::pass)
        .isInstanceOfSatisfying(
            KmException.class,
            refused -> {
              assertThat(refused.problem()).isEqualTo(Problem.UNAVAILABLE);
              assertThat(refused.getMessage()).contains("refused");
              assertThat(refused.retryAfter()).contains(Duration.ofSeconds(2));
            });
  }
}
