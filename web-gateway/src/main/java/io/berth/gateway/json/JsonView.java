package io.berth.gateway.json;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * An object of an answer in the making. A field is always there, null when there is no value, so
 * that callers see the same shape each time. Times come out as RFC 3339, durations as ISO 8601.
 */
public final class JsonView {
  private final JsonObjectBuilder json = Builders.object();

  /** An object whose one field is a list. */
  public static <T> JsonView list(String field, Collection<T> items, Function<T, JsonView> view) {
    return new JsonView().views(field, items, view);
  }

  public JsonView text(String field, Object value) {
    json.add(field, value.toString());
    return this;
  }

  public JsonView text(String field, Optional<?> value) {
    value.ifPresentOrElse(v -> json.add(field, v.toString()), () -> json.addNull(field));
    return this;
  }

  public JsonView number(String field, long value) {
    json.add(field, value);
    return this;
  }

  public JsonView number(String field, OptionalInt value) {
    value.ifPresentOrElse(v -> json.add(field, v), () -> json.addNull(field));
    return this;
  }

  public JsonView number(String field, OptionalLong value) {
    value.ifPresentOrElse(v -> json.add(field, v), () -> json.addNull(field));
    return this;
  }

  public JsonView number(String field, Optional<Long> value) {
    value.ifPresentOrElse(v -> json.add(field, v), () -> json.addNull(field));
    return this;
  }

  public JsonView decimal(String field, OptionalDouble value) {
    value.ifPresentOrElse(v -> json.add(field, v), () -> json.addNull(field));
    return this;
  }

  /** A measured value, to one decimal; what could not be measured is null. */
  public JsonView measured(String field, double value) {
    if (Double.isFinite(value)) {
      json.add(field, Math.round(value * 10) / 10.0);
    } else {
      json.addNull(field);
    }
    return this;
  }

  /** A share between 0 and 1, to four decimals. */
  public JsonView share(String field, double value) {
    json.add(field, Math.round(value * 10_000) / 10_000.0);
    return this;
  }

  public JsonView flag(String field, boolean value) {
    json.add(field, value);
    return this;
  }

  public JsonView texts(String field, Collection<?> values) {
    JsonArrayBuilder array = Builders.array();
    values.forEach(v -> array.add(v.toString()));
    json.add(field, array);
    return this;
  }

  public JsonView numbers(String field, Collection<Integer> values) {
    JsonArrayBuilder array = Builders.array();
    values.forEach(array::add);
    json.add(field, array);
    return this;
  }

  public JsonView values(String field, Map<String, String> values) {
    JsonObjectBuilder object = Builders.object();
    new TreeMap<>(values).forEach(object::add);
    json.add(field, object);
    return this;
  }

  /** Values of all kinds: texts, numbers, truth values, lists and objects of them. */
  public JsonView object(String field, Map<String, ?> values) {
    json.add(field, JsonAny.object(values));
    return this;
  }

  public JsonView view(String field, JsonView view) {
    json.add(field, view.json);
    return this;
  }

  public JsonView view(String field, Optional<JsonView> view) {
    view.ifPresentOrElse(v -> json.add(field, v.json), () -> json.addNull(field));
    return this;
  }

  public <T> JsonView views(String field, Collection<T> items, Function<T, JsonView> view) {
    JsonArrayBuilder array = Builders.array();
    items.forEach(item -> array.add(view.apply(item).json));
    json.add(field, array);
    return this;
  }

  /** The finished object. */
  public JsonObject build() {
    return json.build();
  }
}
