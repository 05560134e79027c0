package io.berth.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.gateway.problem.ProblemException;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JsonReadingTest {
  private static final int LIMIT = 200;

  @Test
  void whatIsBrokenIsToldWithItsPlace() {
    broken("{\n  \"id\": \"half", 400, "line 2");
    broken("{\"id\":1,}", 400, "line 1, column");
    broken("{\"id\":1} x", 400, "line 1, column 10");
    broken("{\"id\":1} {}", 400, "not valid JSON");
    broken("", 400, "empty");
    broken("[1]", 400, "a JSON array: an object is expected");
    broken("\"x\"", 400, "a JSON string");
    broken("{\"a\":{\"id\":1,\"id\":2}}", 400, "twice at line 1, column");
  }

  @Test
  void aBodyAtTheLimitIsReadAndOneByteMoreIsRefused() throws Exception {
    String fits = "{\"a\":\"" + "x".repeat(LIMIT - 8) + "\"}";
    assertThat(read(fits.getBytes(StandardCharsets.UTF_8)).getString("a")).hasSize(LIMIT - 8);
    broken(fits + " ", 413, "limit of 200 bytes");
  }

  @Test
  void whatIsNotUtf8IsRefusedWithItsPlace() {
    byte[] latin = "{\"a\":\"höhe\"}".getBytes(StandardCharsets.ISO_8859_1);
    problem(() -> read(latin), 400, "not UTF-8 at byte 7");
    byte[] cut = "{\"a\":\"ö".getBytes(StandardCharsets.UTF_8);
    problem(() -> read(java.util.Arrays.copyOf(cut, cut.length - 1)), 400, "not UTF-8");
  }

  @Test
  void deepNestingIsRefusedAndNotAStackOverflow() {
    String deep = "{\"a\":" + "[".repeat(50_000);
    problem(
        () -> JsonText.read(new ByteArrayInputStream(deep.getBytes()), 1 << 20),
        400,
        "deeper than 50");
  }

  @Test
  void anUnknownFieldIsRefusedWithTheNearestName() {
    problem(
        () -> new JsonInput(json("{\"runtim\":\"x\"}"), Set.of("id", "runtime", "settings")),
        400,
        "did you mean 'runtime'");
  }

  @Test
  void eachKindIsCheckedByName() {
    problem(() -> input("{\"f\":1}").text("f"), 400, "'f' must be a string, and is a JSON number");
    problem(() -> input("{}").requiredText("f"), 400, "'f' is required");
    problem(() -> input("{\"f\":null}").requiredText("f"), 400, "'f' is required");
    problem(() -> input("{\"f\":1.5}").number("f"), 400, "whole number");
    problem(() -> input("{\"f\":99999999999999999999}").number("f"), 400, "out of range");
    problem(() -> input("{\"f\":\"yes\"}").flag("f"), 400, "true or false");
    problem(() -> input("{\"f\":[1]}").texts("f"), 400, "'f[]' must be a string");
    problem(() -> input("{\"f\":{}}").texts("f"), 400, "an array");
    problem(() -> input("{\"f\":\"1h\"}").duration("f"), 400, "ISO 8601");
    problem(() -> input("{\"f\":{\"a\":[]}}").values("f"), 400, "'f.a' must be");
    problem(() -> input("{\"f\":{\"a\":null}}").values("f"), 400, "'f.a' is null");
  }

  @Test
  void numbersOutOfRangeAreRefusedAndNotCut() {
    problem(() -> input("{\"f\":[18446744073709551617]}").numbers("f"), 400, "out of range");
    problem(() -> input("{\"f\":18446744073709551617}").number("f"), 400, "out of range");
    broken("{\"f\":" + "9".repeat(101) + "}", 400, "number of the body has more than 100");
    broken("{\"f\":1e49999999999}", 400, "exponent");
  }

  @Test
  void valuesAreTakenAsTextAndNullsAsRemovals() {
    JsonInput input = input("{\"f\":{\"a\":\"PT1H\",\"b\":10,\"c\":true,\"d\":null}}");
    assertThat(input.changes("f"))
        .isEqualTo(
            Map.of(
                "a", Optional.of("PT1H"),
                "b", Optional.of("10"),
                "c", Optional.of("true"),
                "d", Optional.empty()));
    assertThat(input("{\"f\":\"PT5M\"}").duration("f")).contains(Duration.ofMinutes(5));
  }

  private static void broken(String body, int status, String detail) {
    problem(() -> read(body.getBytes(StandardCharsets.UTF_8)), status, detail);
  }

  private static void problem(ThrowingCallable call, int status, String detail) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(status);
              assertThat(e.problem().detail()).contains(detail);
            });
  }

  private static JsonObject read(byte[] body) throws java.io.IOException {
    return JsonText.read(new ByteArrayInputStream(body), LIMIT);
  }

  private static JsonObject json(String text) {
    return JsonText.parse(text);
  }

  private static JsonInput input(String text) {
    return new JsonInput(json(text), Set.of("f"));
  }
}
