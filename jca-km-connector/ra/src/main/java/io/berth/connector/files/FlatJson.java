package io.berth.connector.files;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One JSON object of strings and whole numbers, without nesting: all that a process record needs.
 * Other tools read the files, hence JSON; a library for it would travel into the server.
 */
final class FlatJson {
  private static final Pattern MEMBER =
      Pattern.compile("\"(\\w+)\"\\s*:\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(-?\\d+))");

  private FlatJson() {}

  static String write(Map<String, ?> members) {
    StringBuilder out = new StringBuilder("{");
    String separator = "\n  ";
    for (Map.Entry<String, ?> member : members.entrySet()) {
      out.append(separator).append('"').append(member.getKey()).append("\": ");
      if (member.getValue() instanceof Number) {
        out.append(member.getValue());
      } else {
        out.append('"').append(escape(member.getValue().toString())).append('"');
      }
      separator = ",\n  ";
    }
    return out.append("\n}\n").toString();
  }

  /** The members as text; empty if it is not such an object. */
  static Map<String, String> read(String text) {
    String body = text.strip();
    Map<String, String> members = new LinkedHashMap<>();
    if (!body.startsWith("{") || !body.endsWith("}")) {
      return members;
    }
    Matcher matcher = MEMBER.matcher(body);
    while (matcher.find()) {
      String string = matcher.group(2);
      members.put(matcher.group(1), string == null ? matcher.group(3) : unescape(string));
    }
    return members;
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String unescape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
      } else if (text.charAt(++i) == 'u' && i + 4 < text.length()) {
        out.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }
}
