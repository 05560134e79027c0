package io.berth.gateway.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListTermsTest {
  @Test
  void readsWhatTheNewerEraSays() {
    ListTerms terms =
        terms("{\"id\":1,\"result\":{\"tools\":[],\"ttlMs\":5000,\"cacheScope\":\"public\"}}");
    assertThat(terms.lifetime()).contains(Duration.ofSeconds(5));
    assertThat(terms.shared()).isTrue();
  }

  @Test
  void whoSaysNothingPromisesNothing() {
    ListTerms terms = terms("{\"id\":1,\"result\":{\"tools\":[]}}");
    assertThat(terms.lifetime()).isEmpty();
    assertThat(terms.shared()).isFalse();
    assertThat(terms("{\"id\":1,\"result\":{\"cacheScope\":\"private\"}}").shared()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-1, PT0S", "0, PT0S", "1e300, PT24H", "99999999999999, PT24H", "1500.7, PT1.5S"})
  void anOddLifetimeIsBroughtIntoBounds(String told, Duration meant) {
    assertThat(terms("{\"id\":1,\"result\":{\"ttlMs\":" + told + "}}").lifetime()).contains(meant);
  }

  @Test
  void aPageOfAListAnErrorAndWhatIsNoAnswerHaveNoTerms() {
    for (String body :
        new String[] {
          "{\"id\":1,\"result\":{\"tools\":[],\"nextCursor\":\"2\"}}",
          "{\"id\":1,\"error\":{\"code\":-32601}}",
          "[]",
          "x"
        }) {
      assertThat(ListTerms.of(body.getBytes(UTF_8))).as(body).isEmpty();
    }
  }

  @Test
  void exchangesTheLifetimeAndNoOtherByte() {
    String body =
        "{ \"result\" : {\"a\":{\"ttlMs\":7}, \"ttlMs\" : 5000 ,\"x\":1}, \"ttlMs\":3, \"id\" : 4 }";
    McpAnswer answer = McpAnswer.of(body.getBytes(UTF_8), true).orElseThrow();
    McpAnswer changed = ListTerms.withLifetime(answer, Duration.ofMillis(1234));
    assertThat(new String(changed.withId(Optional.of("4")), UTF_8))
        .isEqualTo(body.replace("5000", "1234"));
  }

  @Test
  void addsNoLifetimeWhereNoneIsTold() {
    String body = "{\"id\":4,\"result\":{\"tools\":[]}}";
    McpAnswer answer = McpAnswer.of(body.getBytes(UTF_8), true).orElseThrow();
    assertThat(ListTerms.withLifetime(answer, Duration.ofMillis(1))).isSameAs(answer);
  }

  private static ListTerms terms(String body) {
    return ListTerms.of(body.getBytes(UTF_8)).orElseThrow();
  }
}
