package io.berth.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.berth.mcp.Json;
import io.berth.mcp.JsonException;
import io.berth.mcp.JsonLimits;
import java.util.Map;

/** A record of a process, whoever wrote the file: read or empty; what we write, others read. */
class FlatJsonFuzzTest {
  private static final Json LIBRARY = new Json(new JsonLimits(1 << 20, 4, 1 << 20));

  @FuzzTest
  void neverAnExceptionAndWhatIsWrittenIsJson(byte[] data) throws JsonException {
    String text = new String(data, UTF_8);
    Map<String, String> read = FlatJson.read(text);
    assertThat(FlatJson.read(FlatJson.write(read))).isEqualTo(read);
    Map<String, String> written = Map.of("command", text);
    assertThat(FlatJson.read(FlatJson.write(written))).isEqualTo(written);
    assertThat(LIBRARY.read(FlatJson.write(written).getBytes(UTF_8))).isEqualTo(written);
  }
}
