package io.berth.gateway.json;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Values of Java as JSON, as far as JSON knows them. Pure. */
final class JsonAny {
  private JsonAny() {}

  static JsonValue object(Map<String, ?> values) {
    JsonObjectBuilder object = Builders.object();
    new TreeMap<>(values).forEach((name, value) -> object.add(name, value(value)));
    return object.build();
  }

  private static JsonValue value(Object value) {
    if (value == null) {
      return JsonValue.NULL;
    }
    if (value instanceof Boolean flag) {
      return flag ? JsonValue.TRUE : JsonValue.FALSE;
    }
    if (value instanceof Number number) {
      return Builders.value(new BigDecimal(number.toString()));
    }
    if (value instanceof Collection<?> items) {
      JsonArrayBuilder array = Builders.array();
      items.forEach(item -> array.add(value(item)));
      return array.build();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> named = new TreeMap<>();
      map.forEach((name, item) -> named.put(String.valueOf(name), item));
      return object(named);
    }
    return Builders.value(value.toString());
  }
}
