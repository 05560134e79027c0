package io.berth.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  @Test
  void aRenewedKeyVerifiesUntilTheLongestTokenHasEnded() throws Exception {
    KeyRing ring = open(Duration.ZERO);
    String old = ring.signing().id();
    ring.renew(false);
    assertThat(ring.signing().id()).isNotEqualTo(old);
    assertThat(ring.verifier(old)).isPresent();
    assertThat(shown(ring)).hasSize(2).extracting(JWK::getKeyID).contains(old);
    now.set(START.plus(KeyRing.RETIRED_LIFE).minusSeconds(1));
    assertThat(ring.verifier(old)).isPresent();
    now.set(START.plus(KeyRing.RETIRED_LIFE));
    assertThat(ring.verifier(old)).isEmpty();
    assertThat(shown(ring)).hasSize(1);
    ring.renew(false);
    assertThat(folder.resolve("retired")).isDirectoryNotContaining(f -> f.toString().contains(old));
  }

  @Test
  void theNextStartKnowsBothAndNoPrivateHalfOfTheOldOneIsLeft() throws Exception {
    KeyRing ring = open(Duration.ZERO);
    String old = ring.signing().id();
    ring.renew(false);
    KeyRing next = open(Duration.ZERO);
    assertThat(next.signing().id()).isEqualTo(ring.signing().id());
    assertThat(next.verifier(old)).isPresent();
    Path retired = folder.resolve("retired").resolve(old + ".jwk");
    assertThat(Files.readString(retired)).doesNotContain("\"d\"");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(retired)))
        .isEqualTo("rw-------");
    assertThat(shown(next)).noneMatch(JWK::isPrivate);
  }

  @Test
  void anotherNodeFindsTheNewKeyWhenItIsAskedForIt() throws Exception {
    KeyRing one = open(Duration.ZERO);
    KeyRing other = open(Duration.ZERO);
    one.renew(false);
    assertThat(other.verifier(one.signing().id())).as("it looked a moment ago").isEmpty();
    now.set(START.plusSeconds(1));
    assertThat(other.verifier(one.signing().id())).isPresent();
    assertThat(other.verifier("unheard-of")).isEmpty();
    assertThat(other.verifier(null)).isEmpty();
  }

  @Test
  void aKeyIsRenewedOnceHoweverManyNodesFindItTooOld() throws Exception {
    KeyRing one = open(Duration.ofDays(30));
    KeyRing other = open(Duration.ofDays(30));
    now.set(START.plus(Duration.ofDays(30)).minusSeconds(1));
    assertThat(one.renewIfDue()).isFalse();
    now.set(START.plus(Duration.ofDays(30)));
    assertThat(one.renewIfDue()).isTrue();
    assertThat(one.renewIfDue()).isFalse();
    assertThat(other.renewIfDue()).isFalse();
    assertThat(other.signing().id()).isEqualTo(one.signing().id());
  }

  @Test
  void nodesThatRenewAtOnceAgreeOnWhatFollows() throws Exception {
    KeyRing one = open(Duration.ofDays(30));
    KeyRing other = open(Duration.ofDays(30));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 1; round <= 100; round++) {
        String old = one.signing().id();
        now.set(START.plus(Duration.ofDays(30L * round)));
        Future<Boolean> first = threads.submit(one::renewIfDue);
        Future<Boolean> second = threads.submit(other::renewIfDue);
        assertThat(first.get()).as("one of them renews it").isNotEqualTo(second.get());
        assertThat(one.signing().id()).isEqualTo(other.signing().id()).isNotEqualTo(old);
        assertThat(one.verifier(old)).isPresent();
        assertThat(other.verifier(old)).isPresent();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void withAnAgeOfZeroItIsNeverRenewed() throws Exception {
    KeyRing ring = open(Duration.ZERO);
    now.set(START.plus(Duration.ofDays(5_000)));
    assertThat(ring.renewIfDue()).isFalse();
  }

  @Test
  void aCrashBetweenRetiringAndReplacingLosesNothing() throws Exception {
    KeyRing ring = open(Duration.ZERO);
    String old = ring.signing().id();
    String file = Files.readString(folder.resolve("issuer.jwk"));
    ring.renew(false);
    Files.writeString(folder.resolve("issuer.jwk"), file);
    KeyRing next = open(Duration.ZERO);
    assertThat(next.signing().id()).isEqualTo(old);
    now.set(START.plus(KeyRing.RETIRED_LIFE).plusSeconds(1));
    assertThat(next.verifier(old)).as("it signs, whatever was retired").isPresent();
  }

  @Test
  void forgettingLeavesNoOldKey() throws Exception {
    KeyRing ring = open(Duration.ZERO);
    String first = ring.signing().id();
    ring.renew(false);
    String second = ring.signing().id();
    ring.renew(true);
    assertThat(ring.verifier(first)).isEmpty();
    assertThat(ring.verifier(second)).isEmpty();
    assertThat(shown(ring)).hasSize(1);
  }

  private KeyRing open(Duration rotateAfter) throws Exception {
    return new KeyRing(folder, rotateAfter, now::get);
  }

  private static java.util.List<JWK> shown(KeyRing ring) throws Exception {
    return JWKSet.parse(ring.publicJson()).getKeys();
  }
}
