package io.berth.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments that a tool takes: shown to clients as JSON Schema, and checked by the same
 * definition.
 *
 * <p>A null counts as left out, because clients fill optional arguments with it. A name that the
 * tool does not know is refused, with the names it does know: a misspelt filter must not become no
 * filter.
 */
public final class InputSchema {
  private final Map<String, Argument> arguments = new LinkedHashMap<>();

  private InputSchema(Argument... arguments) {
    for (Argument argument : arguments) {
      this.arguments.put(argument.name(), argument);
    }
  }

  public static InputSchema of(Argument... arguments) {
    return new InputSchema(arguments);
  }

  public Map<String, Object> json() {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Argument argument : arguments.values()) {
      Map<String, Object> property = argument.type().schema();
      property.put("description", argument.about());
      if (argument.fallback() != null) {
        property.put("default", argument.fallback());
      }
      properties.put(argument.name(), property);
      if (argument.required()) {
        required.add(argument.name());
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  /** The checked arguments, or one failure that lists every broken rule. */
  public Arguments check(Map<String, Object> given) throws ToolFailure {
    List<String> problems = new ArrayList<>();
    Arguments checked = check("", given, problems);
    if (problems.isEmpty()) {
      return checked;
    }
    int shown = Math.min(problems.size(), 20);
    String more = problems.size() > shown ? "; and " + (problems.size() - shown) + " more" : "";
    throw new ToolFailure(
        ToolFailure.Kind.INVALID, String.join("; ", problems.subList(0, shown)) + more);
  }

  Arguments check(String prefix, Map<String, Object> given, List<String> problems) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Argument argument : arguments.values()) {
      Object value = given.get(argument.name());
      String path = prefix + argument.name();
      if (value != null) {
        values.put(argument.name(), argument.type().check(path, value, problems));
      } else if (argument.required()) {
        problems.add(path + " is required");
      } else if (argument.fallback() != null) {
        values.put(argument.name(), argument.fallback());
      }
    }
    for (String name : given.keySet()) {
      if (!arguments.containsKey(name)) {
        String shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
        problems.add(
            prefix
                + shown
                + " is not an argument; known are "
                + String.join(", ", arguments.keySet()));
      }
    }
    return new Arguments(values);
  }
}
