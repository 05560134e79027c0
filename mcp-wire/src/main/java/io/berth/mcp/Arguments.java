package io.berth.mcp;

import java.util.List;
import java.util.Map;

/**
 * The arguments of one tool call after their check: present where required, of their types, within
 * their bounds, fallbacks filled in.
 */
public final class Arguments {
  private final Map<String, Object> values;

  Arguments(Map<String, Object> values) {
    this.values = values;
  }

  /** The text, or null if the argument is optional and was left out. */
  public String text(String name) {
    return (String) values.get(name);
  }

  public long whole(String name) {
    return (Long) values.get(name);
  }

  /** The value as it came, or null. */
  public Object any(String name) {
    return values.get(name);
  }

  public boolean has(String name) {
    return values.get(name) != null;
  }

  @SuppressWarnings("unchecked") // why: the argument's type made every entry a string
  public List<String> texts(String name) {
    Object list = values.get(name);
    return list == null ? List.of() : (List<String>) list;
  }

  @SuppressWarnings(
      "unchecked") // why: the argument's type made every entry an object of its own schema
  public List<Arguments> objects(String name) {
    Object list = values.get(name);
    return list == null ? List.of() : (List<Arguments>) list;
  }

  /** All values by name, for those who pass them on. */
  public Map<String, Object> asMap() {
    return values;
  }
}
