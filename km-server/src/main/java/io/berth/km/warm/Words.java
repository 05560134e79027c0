package io.berth.km.warm;

import io.berth.mcp.Json;
import io.berth.mcp.JsonException;
import io.berth.mcp.JsonLimits;
import java.util.ArrayList;
import java.util.List;

/** Reads the line of an assignment: a JSON array of the words of a command line. Pure. */
final class Words {
  private static final int MOST = 256;

  private final Json json;

  Words(int longestLine) {
    this.json = new Json(new JsonLimits(longestLine, 1, longestLine));
  }

  List<String> read(byte[] line) throws Refusal {
    Object value;
    try {
      value = json.read(line);
    } catch (JsonException e) {
      throw new Refusal("not JSON: " + e.getMessage());
    }
    if (!(value instanceof List<?> items) || items.isEmpty() || items.size() > MOST) {
      throw new Refusal("an assignment is a JSON array of 1 to " + MOST + " words");
    }
    List<String> words = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof String word)) {
        throw new Refusal("word " + (words.size() + 1) + " of the assignment is not a string");
      }
      words.add(word);
    }
    return words;
  }
}
