package io.berth.lifecycle.runtime;

import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Transport;
import io.berth.lifecycle.database.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A runtime to and from the JSON it is stored as. */
final class RuntimeJson {
  private RuntimeJson() {}

  static String write(KmRuntime runtime) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (runtime.builtIn()) {
      values.put("content", runtime.content());
      return Json.write(values);
    }
    values.put("transport", runtime.transport().name());
    values.put("command", runtime.command());
    values.put("env", runtime.env());
    values.put("readyPath", runtime.readyPath());
    values.put("mcpPath", runtime.mcpPath());
    runtime.memoryLimit().ifPresent(limit -> values.put("memoryLimit", limit));
    values.put("nice", runtime.nice());
    values.put("readOnlyTools", new TreeSet<>(runtime.readOnlyTools()));
    values.put("storesIdempotencyKeys", runtime.storesIdempotencyKeys());
    values.put("permitsAnyBind", runtime.permitsAnyBind());
    return Json.write(values);
  }

  static KmRuntime read(String name, String json) {
    if (name.equals(KmRuntime.BUILT_IN)) {
      Object content = Json.read(json).getOrDefault("content", "");
      return KmRuntime.builtInRuntime().at(0, String.valueOf(content));
    }
    Map<String, Object> values = Json.read(json);
    return new KmRuntime(
        name,
        Transport.valueOf((String) values.get("transport")),
        texts(values.get("command")),
        ((Map<?, ?>) values.get("env"))
            .entrySet().stream()
                .collect(
                    Collectors.toMap(
                        e -> String.valueOf(e.getKey()), e -> String.valueOf(e.getValue()))),
        (String) values.get("readyPath"),
        (String) values.get("mcpPath"),
        values.get("memoryLimit") instanceof Number limit
            ? OptionalLong.of(limit.longValue())
            : OptionalLong.empty(),
        values.get("nice") instanceof Number nice ? nice.intValue() : 0,
        Set.copyOf(texts(values.get("readOnlyTools"))),
        Boolean.TRUE.equals(values.get("storesIdempotencyKeys")),
        Boolean.TRUE.equals(values.get("permitsAnyBind")));
  }

  private static List<String> texts(Object list) {
    return ((Collection<?>) list).stream().map(String::valueOf).toList();
  }
}
