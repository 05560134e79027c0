package io.berth.lifecycle.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SecretHashTest {
  private static final HashCost CHEAP = new HashCost(64, 1);

  @Test
  void aHashKnowsItsSecretAlsoAfterItWasStored() {
    SecretHash hash = SecretHash.of("open sesame", CHEAP, new SecureRandom());
    SecretHash read = SecretHash.read(hash.text()).orElseThrow();
    assertThat(read.isOf("open sesame")).isTrue();
    assertThat(read.isOf("open sesamE")).isFalse();
    assertThat(read.isOf("")).isFalse();
    assertThat(read.cost()).isEqualTo(CHEAP);
    assertThat(hash.text()).doesNotContain("sesame");
  }

  @Test
  void noTwoHashesOfOneSecretAreEqual() {
    SecureRandom random = new SecureRandom();
    assertThat(SecretHash.of("x", CHEAP, random).text())
        .isNotEqualTo(SecretHash.of("x", CHEAP, random).text());
  }

  /** A vector of the reference implementation's own tests. */
  @Test
  void isWhatOthersCallArgon2id() {
    SecretHash theirs =
        SecretHash.read(
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"
                    + "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")
            .orElseThrow();
    assertThat(theirs.isOf("password")).isTrue();
    assertThat(theirs.isOf("Password")).isFalse();
  }

  @Test
  void whatIsNoHashOfOursIsNotRead() {
    String text = SecretHash.of("x", CHEAP, new SecureRandom()).text();
    assertThat(SecretHash.read("")).isEmpty();
    assertThat(SecretHash.read(text + "A")).isEmpty();
    assertThat(SecretHash.read(text.replace("argon2id", "argon2i"))).isEmpty();
    assertThat(SecretHash.read(text.replace("m=64", "m=9999999"))).as("takes the heap").isEmpty();
    assertThatThrownBy(() -> new HashCost(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
