package io.berth.connector.files;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One JSON object of strings and whole numbers, without nesting: all that a process record needs.
 * Other tools read the files, hence JSON; a library for it would travel into the server.
 */
final class FlatJson {
  private static final Pattern MEMBER =
      // why possessive: a long text must not become a deep stack
      Pattern.compile("\\s*\"(\\w++)\"\\s*:\\s*(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|(-?\\d++))\\s*");

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{4}");
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

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
    if (body.length() < 2 || !body.startsWith("{") || !body.endsWith("}")) {
      return Map.of();
    }
    Matcher matcher = MEMBER.matcher(body);
    int end = body.length() - 1;
    int at = 1;
    while (at < end) {
      if (!matcher.region(at, end).lookingAt()) {
        return body.substring(at, end).isBlank() && members.isEmpty() ? members : Map.of();
      }
      Optional<String> value =
          matcher.group(2) == null ? Optional.of(matcher.group(3)) : unescape(matcher.group(2));
      boolean more = matcher.end() < end;
      if (value.isEmpty() || more && body.charAt(matcher.end()) != ',') {
        return Map.of();
      }
      members.put(matcher.group(1), value.get());
      at = matcher.end() + 1;
      if (more && at == end) {
        return Map.of();
      }
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

  /** Empty for an escape that JSON does not know. */
  private static Optional<String> unescape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(++i);
      int known = ESCAPES.indexOf(escaped);
      if (known >= 0) {
        out.append(ESCAPED.charAt(known));
      } else if (escaped == 'u' && HEX.matcher(text).region(i + 1, text.length()).lookingAt()) {
        out.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(out.toString());
  }
}
