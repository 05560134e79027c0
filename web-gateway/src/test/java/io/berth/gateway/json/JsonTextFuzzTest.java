package io.berth.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.berth.gateway.problem.ProblemException;
import io.berth.mcp.Json;
import io.berth.mcp.JsonException;
import io.berth.mcp.JsonLimits;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Any bytes as a body: refused as a problem, or an object that another reader reads, too. */
class JsonTextFuzzTest {
  private static final int MOST = 4_096;
  private static final Json OTHER = new Json(new JsonLimits(MOST, 60, MOST));

  @FuzzTest
  void aBodyIsAProblemOrWhatAnotherReaderReads(byte[] data) throws IOException {
    JsonObject read;
    try {
      read = JsonText.read(new ByteArrayInputStream(data), MOST);
    } catch (ProblemException refused) {
      assertThat(refused.problem().status()).isIn(400, 413, 422);
      return;
    }
    try {
      Map<?, ?> other = (Map<?, ?>) OTHER.read(data);
      assertThat(read.keySet()).isEqualTo(other.keySet());
    } catch (JsonException stricter) {
      // why only these: limits of the other reader that this one does not have
      assertThat(stricter.getMessage()).containsAnyOf("Number", "number", "zero byte", "name");
    }
    fields(read);
  }

  private static void fields(JsonObject read) {
    JsonInput input;
    try {
      input = new JsonInput(read, Set.of("a", "b"));
    } catch (ProblemException unknown) {
      assertThat(unknown.problem().detail().length()).isLessThan(500);
      input = new JsonInput(read, read.keySet());
    }
    List<Consumer<String>> readers =
        List.of(
            input::text,
            input::duration,
            input::number,
            input::decimal,
            input::numbers,
            input::flag,
            input::texts,
            input::values,
            input::changes);
    for (String field : read.keySet()) {
      for (Consumer<String> reader : readers) {
        try {
          reader.accept(field);
        } catch (ProblemException refused) {
          assertThat(refused.problem().status()).isIn(400, 422);
        }
      }
    }
  }
}
