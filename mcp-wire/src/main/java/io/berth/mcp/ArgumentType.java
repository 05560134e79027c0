package io.berth.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a tool's argument may be. Each type is both the JSON Schema that clients see and the check
 * that their input meets, so the two cannot differ.
 *
 * <p>A check adds every broken rule to {@code problems}, each with the path of the argument, and
 * gives back the value in Java's form.
 */
public sealed interface ArgumentType {
  /** The JSON Schema of this type, without a description. */
  Map<String, Object> schema();

  Object check(String path, Object value, List<String> problems);

  /**
   * A string of {@code min} to {@code max} characters, of the listed values only if {@code oneOf}
   * is not empty.
   */
  record Text(int min, int max, List<String> oneOf) implements ArgumentType {
    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = typed("string");
      if (!oneOf.isEmpty()) {
        schema.put("enum", oneOf);
        return schema;
      }
      if (min > 0) {
        schema.put("minLength", min);
      }
      schema.put("maxLength", max);
      return schema;
    }

    @Override
    public Object check(String path, Object value, List<String> problems) {
      if (!(value instanceof String text)) {
        problems.add(path + " must be a string, not " + nameOf(value));
        return "";
      }
      if (!oneOf.isEmpty() && !oneOf.contains(text)) {
        problems.add(path + " must be one of " + String.join(", ", oneOf));
      }
      if (text.length() < min) {
        problems.add(
            path
                + (min == 1 ? " must not be empty" : " must have at least " + min + " characters"));
      }
      if (text.length() > max) {
        problems.add(
            path + " has " + text.length() + " characters; at most " + max + " are allowed");
      }
      String unsafe = Texts.flaw(text);
      if (unsafe != null) {
        problems.add(path + " " + unsafe);
      }
      return text;
    }
  }

  /** A whole number from {@code min} to {@code max}. */
  record Whole(long min, long max) implements ArgumentType {
    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = typed("integer");
      schema.put("minimum", min);
      schema.put("maximum", max);
      return schema;
    }

    @Override
    public Object check(String path, Object value, List<String> problems) {
      Long number = whole(value);
      if (number == null) {
        problems.add(path + " must be a whole number, not " + nameOf(value));
        return min;
      }
      if (number < min || number > max) {
        problems.add(path + " must be from " + min + " to " + max + " (it is " + number + ")");
      }
      return number;
    }

    private static Long whole(Object value) {
      if (value instanceof Integer || value instanceof Long) {
        return ((Number) value).longValue();
      }
      // why: JSON Schema calls 5.0 an integer, and some clients write their numbers so
      if (value instanceof Double number
          && number == Math.rint(number)
          && Math.abs(number) < 1L << 53) {
        return number.longValue();
      }
      return null;
    }
  }

  /** True or false. */
  record Flag() implements ArgumentType {
    @Override
    public Map<String, Object> schema() {
      return typed("boolean");
    }

    @Override
    public Object check(String path, Object value, List<String> problems) {
      if (!(value instanceof Boolean)) {
        problems.add(path + " must be true or false, not " + nameOf(value));
        return false;
      }
      return value;
    }
  }

  /** A list of {@code min} to {@code max} values of one type. */
  record ListOf(ArgumentType items, int min, int max) implements ArgumentType {
    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = typed("array");
      schema.put("items", items.schema());
      if (min > 0) {
        schema.put("minItems", min);
      }
      schema.put("maxItems", max);
      return schema;
    }

    @Override
    public Object check(String path, Object value, List<String> problems) {
      List<Object> checked = new ArrayList<>();
      if (!(value instanceof List<?> given)) {
        problems.add(path + " must be a list, not " + nameOf(value));
        return checked;
      }
      if (given.size() < min || given.size() > max) {
        problems.add(
            path
                + " must have from "
                + min
                + " to "
                + max
                + " entries (it has "
                + given.size()
                + ")");
        return checked;
      }
      for (int i = 0; i < given.size(); i++) {
        checked.add(items.check(path + "[" + i + "]", given.get(i), problems));
      }
      return checked;
    }
  }

  /** An object with arguments of its own. */
  record ObjectOf(InputSchema members) implements ArgumentType {
    @Override
    public Map<String, Object> schema() {
      return members.json();
    }

    @Override
    public Object check(String path, Object value, List<String> problems) {
      if (value instanceof Map<?, ?> raw) {
        return members.check(path + ".", RpcReader.object(raw), problems);
      }
      problems.add(path + " must be an object, not " + nameOf(value));
      return new Arguments(Map.of());
    }
  }

  /** Any JSON value; the reader's limits are the only ones. */
  record Anything() implements ArgumentType {
    @Override
    public Map<String, Object> schema() {
      return new LinkedHashMap<>();
    }

    @Override
    public Object check(String path, Object value, List<String> problems) {
      return value;
    }
  }

  private static Map<String, Object> typed(String type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    return schema;
  }

  private static String nameOf(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof String) {
      return "a string";
    }
    if (value instanceof Number) {
      return "the number " + value;
    }
    if (value instanceof Boolean) {
      return value.toString();
    }
    return value instanceof List ? "a list" : "an object";
  }
}
