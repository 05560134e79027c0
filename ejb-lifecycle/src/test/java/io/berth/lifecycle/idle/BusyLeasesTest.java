package io.berth.lifecycle.idle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BusyLeasesTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final FakeLeaseStore store = new FakeLeaseStore();
  private final BusyLeases leases = new BusyLeases(store, () -> now);

  @Test
  void theLatestEndCountsAndARenewalReplaces() throws KmException {
    assertThat(leases.busyUntil(ALPHA)).isEmpty();
    leases.hold(ALPHA, "a", Duration.ofMinutes(10));
    leases.hold(ALPHA, "b", Duration.ofMinutes(5));
    assertThat(leases.busyUntil(ALPHA)).contains(now.plusSeconds(600));
    leases.hold(ALPHA, "a", Duration.ofMinutes(1));
    assertThat(leases.busyUntil(ALPHA)).contains(now.plusSeconds(300));
  }

  @Test
  void aReleasedLeaseEndsNow() throws KmException {
    leases.hold(ALPHA, "a", Duration.ofMinutes(10));
    now = now.plusSeconds(60);
    leases.release(ALPHA, "a");
    leases.release(ALPHA, "unknown");
    assertThat(leases.busyUntil(ALPHA)).contains(now);
    now = now.plus(Duration.ofDays(2));
    leases.forgetOld();
    assertThat(leases.busyUntil(ALPHA)).isEmpty();
  }

  @Test
  void lifetimesAndHoldersAreBounded() throws KmException {
    for (Duration wrong :
        new Duration[] {null, Duration.ZERO, Duration.ofSeconds(-1), Duration.ofHours(25)}) {
      assertProblem(Problem.INVALID, "a", wrong);
    }
    assertProblem(Problem.INVALID, " ", Duration.ofSeconds(1));
    for (int i = 0; i < BusyLeases.MOST_PER_PROJECT; i++) {
      leases.hold(ALPHA, "holder-" + i, Duration.ofMinutes(1));
    }
    assertProblem(Problem.OVERLOADED, "one more", Duration.ofMinutes(1));
    leases.hold(ALPHA, "holder-0", Duration.ofMinutes(2));
    now = now.plusSeconds(61);
    leases.hold(ALPHA, "one more", Duration.ofMinutes(1));
    assertThat(leases.busyUntil(ALPHA)).contains(now.plusSeconds(60));
  }

  @Test
  void aRestartRemembersWhatWasPromisedAndNeverLess() throws KmException {
    leases.hold(ALPHA, "a", Duration.ofMinutes(10));
    BusyLeases restarted = new BusyLeases(store, () -> now);
    assertThat(restarted.busyUntil(ALPHA)).isEmpty();
    restarted.restore();
    assertThat(restarted.busyUntil(ALPHA).orElseThrow()).isAfterOrEqualTo(now.plusSeconds(600));
    restarted.hold(ALPHA, "a", Duration.ofMinutes(10));
    assertThat(restarted.busyUntil(ALPHA)).contains(now.plusSeconds(600));
    restarted.release(ALPHA, "a");
    BusyLeases again = new BusyLeases(store, () -> now);
    again.restore();
    assertThat(again.busyUntil(ALPHA)).isEmpty();
  }

  @Test
  void mostRenewalsWriteNothing() throws KmException {
    for (int minute = 0; minute < 60; minute++) {
      leases.hold(ALPHA, "a", Duration.ofMinutes(10));
      assertThat(store.ends.get("alpha a")).isAfterOrEqualTo(now.plusSeconds(600));
      now = now.plusSeconds(60);
    }
    assertThat(store.writes).isEqualTo(10);
  }

  @Test
  void aLeaseThatCannotBeStoredIsToldAndHoldsAllTheSame() {
    store.away = true;
    assertProblem(Problem.UNAVAILABLE, "a", Duration.ofMinutes(10));
    assertThat(leases.busyUntil(ALPHA)).contains(now.plusSeconds(600));
  }

  private void assertProblem(Problem problem, String holder, Duration ttl) {
    assertThat(
            catchThrowableOfType(KmException.class, () -> leases.hold(ALPHA, holder, ttl))
                .problem())
        .isEqualTo(problem);
  }
}
