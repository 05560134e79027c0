package io.berth.lifecycle.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiAdvisorTest extends ModelAdvisorContract {
  @Override
  Dialect dialect() {
    return Dialect.OPENAI;
  }

  @Override
  void assertSecretIn(Map<String, String> head, String secret) {
    assertThat(head).containsEntry("authorization", "Bearer " + secret);
  }

  @Test
  void theQuestionIsPutAsTheInterfaceSays() throws Exception {
    advisor().draw(ORDER);
    FakeModel.Asked asked = fake.asked.get(0);
    assertThat(asked.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    assertThat(asked.body())
        .containsKeys("model", "messages", "max_completion_tokens", "response_format");
  }
}
