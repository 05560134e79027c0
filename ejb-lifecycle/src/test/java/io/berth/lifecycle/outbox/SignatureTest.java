package io.berth.lifecycle.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SignatureTest {
  /** The example of the Standard Webhooks libraries' own tests. */
  @Test
  void isThatOfStandardWebhooks() throws SinkFailure {
    byte[] key = Signature.key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assertThat(
            Signature.of(
                key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330L, "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aPoorSecretIsRefused() {
    assertThatThrownBy(() -> Signature.key("short")).hasMessageContaining("24 bytes");
    assertThatThrownBy(() -> Signature.key("whsec_***")).hasMessageContaining("Base64");
  }
}
