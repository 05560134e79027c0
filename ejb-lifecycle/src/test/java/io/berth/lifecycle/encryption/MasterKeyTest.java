package io.berth.lifecycle.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.ProjectId;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MasterKeyTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final String HEX = "0123456789abcdef".repeat(4);

  private static MasterKey master() throws IOException {
    return MasterKey.parse(HEX + "\n");
  }

  private static MasterKey another() throws IOException {
    return MasterKey.parse("f".repeat(64));
  }

  @Test
  void whatItWrappedItOpens() throws Exception {
    byte[] wrapped = master().wrapNew(ALPHA, 1);
    assertThat(wrapped).hasSize(12 + 32 + 16);
    String key = master().unwrap(wrapped, ALPHA, 1).hex();
    assertThat(key).hasSize(64).isEqualTo(master().unwrap(wrapped, ALPHA, 1).hex());
    assertThat(HexFormat.of().formatHex(wrapped)).doesNotContain(key);
  }

  @Test
  void noTwoKeysAreAlike() throws Exception {
    byte[] one = master().wrapNew(ALPHA, 1);
    byte[] two = master().wrapNew(ALPHA, 1);
    assertThat(master().unwrap(one, ALPHA, 1).hex())
        .isNotEqualTo(master().unwrap(two, ALPHA, 1).hex());
    assertThat(one).isNotEqualTo(two);
  }

  @Test
  void whatWasTamperedWithDoesNotOpen() throws Exception {
    byte[] wrapped = master().wrapNew(ALPHA, 1);
    for (int i = 0; i < wrapped.length; i++) {
      byte[] other = wrapped.clone();
      other[i] ^= 1;
      assertThatThrownBy(() -> master().unwrap(other, ALPHA, 1))
          .as("byte " + i)
          .isInstanceOf(GeneralSecurityException.class);
    }
    assertThatThrownBy(() -> master().unwrap(new byte[0], ALPHA, 1))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> master().unwrap(java.util.Arrays.copyOf(wrapped, 61), ALPHA, 1))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void itOpensForItsProjectAndVersionAlone() throws Exception {
    byte[] wrapped = master().wrapNew(ALPHA, 1);
    assertThatThrownBy(() -> master().unwrap(wrapped, new ProjectId("beta"), 1))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> master().unwrap(wrapped, ALPHA, 2))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> another().unwrap(wrapped, ALPHA, 1))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void wrappedByAnotherItIsTheSameKey() throws Exception {
    byte[] wrapped = master().wrapNew(ALPHA, 3);
    byte[] again = master().rewrap(wrapped, another(), ALPHA, 3);
    assertThat(another().unwrap(again, ALPHA, 3).hex())
        .isEqualTo(master().unwrap(wrapped, ALPHA, 3).hex());
    assertThatThrownBy(() -> master().unwrap(again, ALPHA, 3))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void itIsReadInTwoSpellingsAndItsIdTellsNothing() throws Exception {
    String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(HEX));
    assertThat(MasterKey.parse(base64).id()).isEqualTo(master().id());
    assertThat(master().id()).hasSize(16).isNotEqualTo(another().id());
    assertThat(HEX).doesNotContain(master().id());
    assertThat(master().toString()).doesNotContain(HEX.substring(0, 16));
  }

  @Test
  void whatIsNoKeyIsRefusedAndNotQuoted() {
    for (String text : new String[] {"", "secret-words", HEX + "0", HEX.substring(2), "z" + HEX}) {
      assertThatThrownBy(() -> MasterKey.parse(text))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("openssl rand -hex 32")
          .hasMessageNotContaining("secret-words");
    }
  }
}
