package io.berth.gateway.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.gateway.mcp.McpMessage.Kind;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads what a request body means: JSON-RPC of both eras of MCP, and the original Knowledge
 * Manager's {@code {tool_name, tool_input}}. Pure; never fails, what is odd is {@link Kind#WRITE}.
 * A KM answers for malformed input itself.
 */
public final class McpMessages {
  /** Methods of the protocol that change nothing on the server. */
  private static final Set<String> READING =
      Set.of(
          "initialize",
          "notifications/initialized",
          "ping",
          "resources/read",
          "prompts/get",
          "completion/complete");

  private static final Set<String> LISTS =
      Set.of(
          "server/discover",
          "tools/list",
          "resources/list",
          "resources/templates/list",
          "prompts/list");

  /** What tracing adds to a request; no answer depends on it. */
  private static final Set<String> TRACE = Set.of("traceparent", "tracestate", "baggage");

  private static final JSON STRICT =
      JSON.builder(
              JsonFactory.builder()
                  // why: two readers may differ in which of two equal keys counts
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          // why: two calls that differ in a late digit are not equal
          .enable(JSON.Feature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** why with null: a call that says null is not one that says nothing. */
  private static final JSON CANONICAL = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

  private McpMessages() {}

  /** What the body means. */
  public static McpMessage read(byte[] body) {
    try {
      return STRICT.anyFrom(body) instanceof Map<?, ?> message
          ? read(body, message)
          : McpMessage.UNKNOWN;
    } catch (IOException | RuntimeException notJson) {
      return McpMessage.UNKNOWN;
    }
  }

  private static McpMessage read(byte[] body, Map<?, ?> message) throws IOException {
    if (message.get("method") instanceof String method) {
      if (READING.contains(method)) {
        return McpMessage.READING;
      }
      if (LISTS.contains(method)) {
        return list(body, message, method);
      }
      return method.equals("tools/call") ? toolCall(body, message) : McpMessage.UNKNOWN;
    }
    if (message.get("tool_name") instanceof String tool && !message.containsKey("jsonrpc")) {
      String input = canonical(message.get("tool_input"));
      return new McpMessage(Kind.TOOL_CALL, tool, input, Optional.empty(), message.size() <= 2);
    }
    return McpMessage.UNKNOWN;
  }

  /** why not a page of a list: what its cursor means ends with the process that gave it out. */
  private static McpMessage list(byte[] body, Map<?, ?> message, String method) throws IOException {
    Optional<JsonSpan> id = JsonSpan.ofTopLevel(body, "id");
    Map<String, Object> params = new TreeMap<>();
    if (message.get("params") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> params.put((String) key, value));
    }
    boolean repeatable = id.isPresent() && !params.containsKey("cursor");
    if (params.get("_meta") instanceof Map<?, ?> meta) {
      repeatable &= !meta.containsKey("progressToken");
      Map<Object, Object> untraced = new HashMap<>(meta);
      untraced.keySet().removeAll(TRACE);
      params.put("_meta", untraced);
    }
    return new McpMessage(
        Kind.LIST, method, canonical(params), id.map(span -> span.in(body)), repeatable);
  }

  private static McpMessage toolCall(byte[] body, Map<?, ?> message) throws IOException {
    Optional<JsonSpan> id = JsonSpan.ofTopLevel(body, "id");
    if (!(message.get("params") instanceof Map<?, ?> params)
        || !(params.get("name") instanceof String tool)
        || id.isEmpty()) {
      return McpMessage.UNKNOWN;
    }
    boolean progress =
        params.get("_meta") instanceof Map<?, ?> meta && meta.containsKey("progressToken");
    return new McpMessage(
        Kind.TOOL_CALL, tool, canonical(params), Optional.of(id.get().in(body)), !progress);
  }

  private static String canonical(Object value) throws IOException {
    return CANONICAL.asString(sorted(value));
  }

  private static Object sorted(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, inner) -> sorted.put((String) key, sorted(inner)));
      return sorted;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(McpMessages::sorted).toList();
    }
    return value;
  }
}
