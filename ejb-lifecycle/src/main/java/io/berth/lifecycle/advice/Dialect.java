package io.berth.lifecycle.advice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a question is put and an answer read, by the two interfaces that models are offered with. */
enum Dialect {
  /** {@code POST …/chat/completions} of OpenAI, and of many servers that do as it does. */
  OPENAI("chat/completions") {
    @Override
    Map<String, String> headers(String secret) {
      return secret.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + secret);
    }

    @Override
    Map<String, Object> question(String model, String system, String question) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("model", model);
      body.put(
          "messages",
          List.of(
              Map.of("role", "system", "content", system),
              Map.of("role", "user", "content", question)));
      body.put("max_completion_tokens", MOST_TOKENS);
      body.put("response_format", Map.of("type", "json_object"));
      return body;
    }

    @Override
    String answer(Map<String, Object> body) throws ModelFailure {
      Map<?, ?> choice = first(body, "choices");
      if ("length".equals(choice.get("finish_reason"))) {
        throw new ModelFailure("its answer was cut off", false);
      }
      if (choice.get("message") instanceof Map<?, ?> message
          && message.get("content") instanceof String text) {
        return text;
      }
      throw new ModelFailure("its answer has no text", false);
    }
  },

  /** {@code POST …/messages} of Anthropic. */
  ANTHROPIC("messages") {
    @Override
    Map<String, String> headers(String secret) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("anthropic-version", "2023-06-01");
      if (!secret.isEmpty()) {
        headers.put("x-api-key", secret);
      }
      return headers;
    }

    @Override
    Map<String, Object> question(String model, String system, String question) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("model", model);
      body.put("max_tokens", MOST_TOKENS);
      body.put("system", system);
      body.put("messages", List.of(Map.of("role", "user", "content", question)));
      return body;
    }

    @Override
    String answer(Map<String, Object> body) throws ModelFailure {
      if ("max_tokens".equals(body.get("stop_reason"))) {
        throw new ModelFailure("its answer was cut off", false);
      }
      if (!(body.get("content") instanceof List<?> blocks)) {
        throw new ModelFailure("its answer has no 'content'", false);
      }
      StringBuilder text = new StringBuilder();
      for (Object block : blocks) {
        if (block instanceof Map<?, ?> map
            && "text".equals(map.get("type"))
            && map.get("text") instanceof String part) {
          text.append(part);
        }
      }
      if (text.isEmpty()) {
        throw new ModelFailure("its answer has no text", false);
      }
      return text.toString();
    }
  };

  private static final int MOST_TOKENS = 8_192;

  private final String path;

  Dialect(String path) {
    this.path = path;
  }

  /** Where questions are posted to, behind the configured URL. */
  String path() {
    return path;
  }

  abstract Map<String, String> headers(String secret);

  abstract Map<String, Object> question(String model, String system, String question);

  abstract String answer(Map<String, Object> body) throws ModelFailure;

  /** The one of that name in the settings. */
  static Optional<Dialect> of(String name) {
    for (Dialect dialect : values()) {
      if (dialect.name().equalsIgnoreCase(name)) {
        return Optional.of(dialect);
      }
    }
    return Optional.empty();
  }

  private static Map<?, ?> first(Map<String, Object> body, String field) throws ModelFailure {
    if (body.get(field) instanceof List<?> list
        && !list.isEmpty()
        && list.get(0) instanceof Map<?, ?> map) {
      return map;
    }
    throw new ModelFailure("its answer has no '" + field + "'", false);
  }
}
