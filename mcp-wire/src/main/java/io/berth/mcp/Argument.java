package io.berth.mcp;

/**
 * One named argument of a tool: its type, whether it must be there, what it is if it is not, and a
 * sentence for the client.
 *
 * @param fallback the value of an argument that was left out; null if it has none
 */
public record Argument(
    String name, ArgumentType type, boolean required, Object fallback, String about) {
  public static Argument required(String name, ArgumentType type, String about) {
    return new Argument(name, type, true, null, about);
  }

  public static Argument optional(String name, ArgumentType type, String about) {
    return new Argument(name, type, false, null, about);
  }

  public Argument or(Object value) {
    return new Argument(name, type, false, value, about);
  }
}
