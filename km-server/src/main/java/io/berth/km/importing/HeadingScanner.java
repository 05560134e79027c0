package io.berth.km.importing;

import io.berth.km.store.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the headings of a document, {@code # marked} and underlined ones, and nothing that only
 * looks like one: fenced code, comments and front matter are text. One scan, one instance.
 */
final class HeadingScanner {
  private static final Pattern MARKED = Pattern.compile(" {0,3}(#{1,6})(?:[ \\t](.*))?");
  private static final Pattern UNDERLINE = Pattern.compile(" {0,3}(=+|-+)[ \\t]*");
  private static final Pattern FENCE = Pattern.compile("[ \\t]*(`{3,}|~{3,})(.*)");
  private static final Pattern NOT_A_PARAGRAPH =
      Pattern.compile("(?: {4}|\\t| {0,3}(?:[-*+>|]|\\d{1,9}[.)][ \\t])).*");
  private static final int FRONT_MATTER = 100;

  /**
   * A longer line is text: it would be cut as a heading, and looking for marks in it takes long.
   */
  private static final int LONGEST_HEADING = Limits.TITLE;

  private final String[] lines;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();
  private int level;
  private String heading = "";
  private String fence = "";
  private boolean comment;

  private HeadingScanner(String text) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    lines = plain.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
  }

  static List<Part> scan(String text) {
    return new HeadingScanner(text).scan();
  }

  private List<Part> scan() {
    int at = 0;
    for (int end = frontMatterEnd(); at < end; at++) {
      append(lines[at]);
    }
    for (; at < lines.length; at++) {
      if (isText(lines[at]) || lines[at].length() > LONGEST_HEADING) {
        append(lines[at]);
        continue;
      }
      Matcher marked = MARKED.matcher(lines[at]);
      boolean begun = false;
      if (marked.matches()) {
        String text = marked.group(2) == null ? "" : unclosed(marked.group(2));
        begun = begin(marked.group(1).length(), text);
      } else if (isUnderlined(at)) {
        begun = begin(lines[at + 1].strip().charAt(0) == '=' ? 1 : 2, lines[at].strip());
        at += begun ? 1 : 0;
      }
      if (!begun) {
        append(lines[at]);
      }
    }
    finish();
    return parts;
  }

  /** True within a fence or a comment, and for the lines that open and close them. */
  private boolean isText(String line) {
    if (comment) {
      comment = !line.contains("-->");
      return true;
    }
    Matcher mark = FENCE.matcher(line);
    boolean isMark = mark.matches();
    if (!fence.isEmpty()) {
      if (isMark && mark.group(1).startsWith(fence) && mark.group(2).isBlank()) {
        fence = "";
      }
      return true;
    }
    // why: a back tick after three of them on one line is code within a line, not a fence
    if (isMark && !(mark.group(1).startsWith("`") && mark.group(2).contains("`"))) {
      fence = mark.group(1);
      return true;
    }
    comment = line.stripLeading().startsWith("<!--") && !line.contains("-->");
    return comment;
  }

  private boolean isUnderlined(int at) {
    return at + 1 < lines.length
        && !lines[at].isBlank()
        && UNDERLINE.matcher(lines[at + 1]).matches()
        && !UNDERLINE.matcher(lines[at]).matches()
        && !NOT_A_PARAGRAPH.matcher(lines[at]).matches()
        && paragraphBeginsAt(at);
  }

  /** An underline below several lines of text rules them off rather than making them a heading. */
  private boolean paragraphBeginsAt(int at) {
    return at == 0 || lines[at - 1].isBlank() || body.length() == 0 || endsWithFence();
  }

  private boolean endsWithFence() {
    // why only the end: asked again and again while the text grows
    int end = body.length();
    while (end > 0 && Character.isWhitespace(body.charAt(end - 1))) {
      end--;
    }
    String mark = body.substring(Math.max(0, end - 3), end);
    return mark.equals("```") || mark.equals("~~~");
  }

  private int frontMatterEnd() {
    if (!lines[0].stripTrailing().equals("---")) {
      return 0;
    }
    for (int i = 1; i < Math.min(lines.length, FRONT_MATTER); i++) {
      String line = lines[i].stripTrailing();
      if (line.equals("---") || line.equals("...")) {
        return i + 1;
      }
    }
    return 0;
  }

  private void append(String line) {
    body.append(line).append('\n');
  }

  /** False for a heading without words: it would take those above it into nothing. */
  private boolean begin(int newLevel, String text) {
    String words = plain(text);
    if (words.isEmpty()) {
      return false;
    }
    finish();
    level = newLevel;
    heading = words;
    return true;
  }

  private void finish() {
    if (level > 0 || !body.toString().isBlank()) {
      parts.add(new Part(level, heading, body.toString()));
    }
    body.setLength(0);
  }

  /** The text of a marked heading without the marks that close it. */
  private static String unclosed(String text) {
    String all = text.strip();
    int end = all.length();
    while (end > 0 && all.charAt(end - 1) == '#') {
      end--;
    }
    boolean closed = end == 0 || " \t".indexOf(all.charAt(end - 1)) >= 0;
    return closed ? all.substring(0, end).strip() : all;
  }

  /** The words of a heading: the text of its links, without marks for code and emphasis. */
  private static String plain(String text) {
    return text.replaceAll("!?\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .replaceAll("[`*]|\\{#[^}]*\\}|<[^>]{1,100}>", "")
        .replaceAll("\\p{Cntrl}", " ")
        .strip();
  }
}
