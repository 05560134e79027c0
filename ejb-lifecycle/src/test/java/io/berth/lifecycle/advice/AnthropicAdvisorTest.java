package io.berth.lifecycle.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AnthropicAdvisorTest extends ModelAdvisorContract {
  @Override
  Dialect dialect() {
    return Dialect.ANTHROPIC;
  }

  @Override
  void assertSecretIn(Map<String, String> head, String secret) {
    assertThat(head).containsEntry("x-api-key", secret);
  }

  @Test
  void theQuestionIsPutAsTheInterfaceSays() throws Exception {
    advisor().draw(ORDER);
    FakeModel.Asked asked = fake.asked.get(0);
    assertThat(asked.line()).isEqualTo("POST /v1/messages HTTP/1.1");
    assertThat(asked.head()).containsEntry("anthropic-version", "2023-06-01");
    assertThat(asked.body()).containsKeys("model", "system", "messages", "max_tokens");
  }
}
