package io.berth.km.tool;

import io.berth.km.status.Timestamps;
import io.berth.km.store.Hit;
import io.berth.km.store.Item;
import io.berth.km.store.ItemEntry;
import io.berth.mcp.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The JSON that tools answer with. Field names of the originals' answers are exactly theirs; more
 * may follow them.
 */
final class Answers {
  private Answers() {}

  /** A small object of names and values in turn. */
  static String of(Object... namesAndValues) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return JsonText.text(json);
  }

  static Map<String, Object> hit(Hit hit) {
    Map<String, Object> json = item(hit.item());
    json.put("similarity", Math.round(hit.similarity() * 10_000) / 10_000.0);
    json.put("snippet", hit.snippet());
    if (hit.truncated()) {
      json.put("truncated", true);
    }
    origin(json, hit.item());
    return json;
  }

  static Map<String, Object> whole(Item item) {
    Map<String, Object> json = item(item);
    origin(json, item);
    json.put("subject", item.subject());
    json.put("created_at", Timestamps.text(item.createdAt()));
    return json;
  }

  static Map<String, Object> entry(ItemEntry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("item_id", entry.itemId());
    json.put("ticket_id", entry.ticketId());
    json.put("type", entry.itemType());
    json.put("title", entry.title());
    json.put("content_length", entry.contentLength());
    entry.source().ifPresent(source -> json.put("source", source));
    entry.heading().ifPresent(heading -> json.put("heading", heading));
    json.put("subject", entry.subject());
    json.put("created_at", Timestamps.text(entry.createdAt()));
    return json;
  }

  private static Map<String, Object> item(Item item) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("item_id", item.itemId());
    json.put("ticket_id", item.ticketId());
    json.put("type", item.itemType());
    json.put("title", item.title());
    json.put("content", item.content());
    return json;
  }

  private static void origin(Map<String, Object> json, Item item) {
    item.source().ifPresent(source -> json.put("source", source));
    item.heading().ifPresent(heading -> json.put("heading", heading));
  }
}
