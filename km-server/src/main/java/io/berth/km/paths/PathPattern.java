package io.berth.km.paths;

import io.berth.km.store.KnowledgeException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A folder with {@code {placeholders}}, checked when it is made. Immutable. */
record PathPattern(String text) {
  private static final Set<String> KNOWN = new TreeSet<>(Set.of("domain", "component", "layer"));
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");
  private static final int LONGEST = 500;

  /** What holds where a project says nothing; made after the rules that check it. */
  static final PathPattern DEFAULT = new PathPattern("src/{domain}/{component}/{layer}");

  PathPattern {
    if (text.isBlank() || text.length() > LONGEST) {
      throw wrong(text, "it must have 1 to " + LONGEST + " characters");
    }
    Matcher placeholders = PLACEHOLDER.matcher(text);
    while (placeholders.find()) {
      if (!KNOWN.contains(placeholders.group(1))) {
        throw wrong(text, "{" + placeholders.group(1) + "} is not known; there are only " + KNOWN);
      }
    }
    String fixed = placeholders.reset().replaceAll("x");
    if (fixed.indexOf('{') >= 0 || fixed.indexOf('}') >= 0) {
      throw wrong(text, "it has a brace without its partner");
    }
    if (fixed.startsWith("/") || fixed.contains("\\") || fixed.contains(":")) {
      throw wrong(text, "it must be a relative path with '/' between folders");
    }
    if (fixed.chars().anyMatch(Character::isISOControl)) {
      throw wrong(text.replaceAll("\\p{Cntrl}", "?"), "it contains a control character");
    }
    for (String folder : fixed.split("/", -1)) {
      if (folder.isEmpty() || folder.equals(".") || folder.equals("..")) {
        throw wrong(text, "it must not contain empty folders, '.' or '..'");
      }
    }
  }

  private static KnowledgeException wrong(String text, String why) {
    return KnowledgeException.invalid(
        "conventions.path_pattern \"" + text + "\" cannot be used: " + why);
  }

  String fill(Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1))));
  }
}
