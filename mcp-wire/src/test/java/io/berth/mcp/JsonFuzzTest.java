package io.berth.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes as JSON: refused in words of ours, or read so that writing them loses nothing. */
class JsonFuzzTest {
  private static final Json JSON = new Json(new JsonLimits(1 << 16, 20, 1 << 16));

  @FuzzTest
  void whatIsReadCanBeWrittenAndIsReadAgainAsTheSame(byte[] data) throws JsonException {
    Object value;
    try {
      value = JSON.read(data);
    } catch (JsonException refused) {
      assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(1_500);
      return;
    }
    byte[] written = JsonText.bytes(value);
    assertThat(JSON.read(written)).isEqualTo(value);
  }
}
