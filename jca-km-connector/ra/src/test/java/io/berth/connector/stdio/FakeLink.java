package io.berth.connector.stdio;

import io.berth.mcp.Json;
import io.berth.mcp.JsonException;
import io.berth.mcp.JsonLimits;
import io.berth.mcp.RpcReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that does nothing by itself: the test reads what it is sent, and speaks for it. */
final class FakeLink implements ChildLink {
  private static final Json JSON = new Json(JsonLimits.REQUEST);

  final List<Map<String, Object>> sent = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  boolean full;
  boolean closed;

  @Override
  public boolean send(byte[] message) {
    if (full) {
      return false;
    }
    sent.add(read(message));
    return true;
  }

  @Override
  public void note(String line) {
    notes.add(line);
  }

  @Override
  public void close() {
    closed = true;
  }

  Map<String, Object> last() {
    return sent.get(sent.size() - 1);
  }

  /** The last message of that method. */
  Map<String, Object> last(String method) {
    return sent.stream()
        .filter(message -> method.equals(message.get("method")))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError(method + " was not sent: " + sent));
  }

  static Map<String, Object> read(byte[] json) {
    try {
      return RpcReader.object((Map<?, ?>) JSON.read(json));
    } catch (JsonException e) {
      throw new AssertionError(new String(json, java.nio.charset.StandardCharsets.UTF_8), e);
    }
  }
}
