package io.berth.km;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.km.access.Gatekeeper;
import io.berth.km.access.Secret;
import io.berth.km.lease.Lease;
import io.berth.km.status.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The small rules behind the door, each by itself. */
class DoorRulesTest {
  private static final String TEXT = "0123456789abcdef";
  private final Gatekeeper gatekeeper = new Gatekeeper(Secret.of(TEXT + "\n"));

  @Test
  void admitsTheHolderOfTheSecretAndSignedNames() throws Exception {
    assertThat(gatekeeper.admit(TEXT, null, null)).isEqualTo(Gatekeeper.HOLDER);
    byte[] name = "zoë".getBytes(StandardCharsets.UTF_8);
    String asHeader = new String(name, StandardCharsets.ISO_8859_1);
    assertThat(gatekeeper.admit(TEXT, asHeader, Secret.of(TEXT).sign(name))).isEqualTo("zoë");
    assertThatThrownBy(() -> gatekeeper.admit(null, null, null)).hasMessageContaining("missing");
    assertThatThrownBy(() -> gatekeeper.admit(TEXT + "0", null, null))
        .hasMessageNotContainingAny(TEXT);
    assertThatThrownBy(() -> gatekeeper.admit(TEXT, "zoe", Secret.of(TEXT).sign(name)))
        .hasMessageContaining("not a signature");
    assertThatThrownBy(() -> gatekeeper.admit(TEXT, "zoe", null))
        .hasMessageContaining("belong together");
  }

  @Test
  void signsAsEveryOtherProgramDoes() {
    // Computed with openssl dgst -sha256 -hmac.
    assertThat(Secret.of(TEXT).sign("alice".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("fdbf8b1cacd3d578e062d0e41104357d06aa63eca39f80b6fd7c83afedf1d44a");
    assertThatThrownBy(() -> Secret.of("short")).isInstanceOf(IllegalArgumentException.class);
    assertThat(Secret.of(TEXT)).hasToString("Secret[hidden]");
  }

  @Test
  void aLeaseRunsByTheMonotonicClock() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    Lease lease = new Lease(Duration.ofNanos(10), nanos::get);
    nanos.addAndGet(9);
    assertThat(lease.remainingNanos()).isEqualTo(1);
    lease.renew();
    nanos.addAndGet(10);
    assertThat(lease.remainingNanos()).isZero();
  }

  @Test
  void writesTimesAsRfc3339() {
    assertThat(Timestamps.text(Instant.parse("2026-01-02T03:00:00Z")))
        .isEqualTo("2026-01-02T03:00:00.000Z");
    assertThat(Timestamps.text(Instant.parse("2026-11-22T13:04:05.067999Z")))
        .isEqualTo("2026-11-22T13:04:05.067Z");
  }
}
