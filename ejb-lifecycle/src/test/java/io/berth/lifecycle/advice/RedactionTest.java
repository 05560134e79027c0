package io.berth.lifecycle.advice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "use sk-abcdefghijklmnopqrstuv please | use [redacted] please",
        "ghp_abcdefghijklmnopqrstuvwxyz0123 | [redacted]",
        "AKIAIOSFODNN7EXAMPLE is it | [redacted] is it",
        "Authorization: Bearer abc.def-ghi12 | Authorization: Bearer [redacted]",
        "password=hunter2, then | password=[redacted], then",
        "DB_PASSWORD: 'x y' | DB_PASSWORD: '[redacted]'",
        "db.api-key = q1w2e3 | db.api-key = [redacted]",
        "jdbc:postgresql://u:geheim@h/db | jdbc:postgresql://u:[redacted]@h/db",
        "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2ln | [redacted]",
        "the token of the agent is renewed | the token of the agent is renewed",
      })
  void secretsGoAndTheWordsAroundThemStay(String text, String clean) {
    assertThat(Redaction.of(text)).isEqualTo(clean);
  }

  @Test
  void aKeyGoesAsAWholeAlsoWhereItIsCutOff() {
    String key = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\nabc\n-----END EC PRIVATE KEY-----";
    assertThat(Redaction.of("a " + key + " b")).isEqualTo("a [redacted] b");
    assertThat(Redaction.of("a " + key.substring(0, 50))).isEqualTo("a [redacted]");
  }
}
