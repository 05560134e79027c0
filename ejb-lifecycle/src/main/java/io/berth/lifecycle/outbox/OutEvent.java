package io.berth.lifecycle.outbox;

import io.berth.lifecycle.database.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An event as others are told it, a CloudEvent of version 1.0. Its id is the same whenever and by
 * whichever node it is delivered: a receiver knows by it what it had before.
 *
 * @param number its place in the stream
 * @param type {@code io.berth.task.completed} …
 * @param subject the task or project; empty if none
 */
public record OutEvent(
    Stream stream,
    long number,
    String source,
    String type,
    String subject,
    Instant time,
    Map<String, Object> data) {

  /** Unique for the source. */
  public String id() {
    return stream.label() + "-" + number;
  }

  /** In the JSON format of CloudEvents. */
  public String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("specversion", "1.0");
    json.put("id", id());
    json.put("source", source);
    json.put("type", type);
    if (!subject.isEmpty()) {
      json.put("subject", subject);
    }
    json.put("time", time.toString());
    // why padded: the extension is a text that sorts like the number
    json.put("sequence", String.format(Locale.ROOT, "%019d", number));
    json.put("datacontenttype", "application/json");
    json.put("data", data);
    return Json.write(json);
  }
}
