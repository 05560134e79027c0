package io.berth.lifecycle.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A description as its author laid it out: what stands before and between, and its items, each
 * under its heading. Items are list lines; without a list, headings with their text; without those,
 * sentences that tell somebody to do something. Pure.
 *
 * @param intro what belongs to no item
 */
record Outline(String intro, List<Item> items) {
  private static final Pattern HEADING = Pattern.compile("^\\s{0,3}#{1,6}\\s+(\\S.*?)\\s*#*\\s*$");
  private static final Pattern LINE =
      Pattern.compile("^(\\s*)(?:([-*•+])|(\\d{1,3})[.)])\\s+(?:\\[([ xX])\\]\\s+)?(\\S.*)$");
  private static final Pattern SENTENCE =
      Pattern.compile("(?<=[.!?])\\s+(?=[\\p{Lu}\\p{N}\"'`(])|\\n\\s*\\n");
  private static final Pattern THEN = Pattern.compile("(?i)^(?:then|next|finally|afterwards)\\b.*");

  /**
   * One thing to do.
   *
   * @param ordered it comes after the one before it
   * @param section the heading above it; empty: none
   * @param text its lines
   */
  record Item(boolean ordered, String section, String text) {
    String first() {
      return text.lines().findFirst().orElse("").strip();
    }
  }

  Outline {
    items = List.copyOf(items);
  }

  static Outline of(String description) {
    Outline lists = new Reader().read(description);
    if (lists.items.size() > 1) {
      return lists;
    }
    Outline headings = headings(description);
    return headings.items.size() > 1 ? headings : sentences(description, lists);
  }

  private static Outline headings(String description) {
    List<Item> items = new ArrayList<>();
    StringBuilder intro = new StringBuilder();
    StringBuilder open = null;
    for (String line : description.lines().toList()) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        close(items, open);
        open = new StringBuilder(heading.group(1));
      } else {
        (open == null ? intro : open).append('\n').append(line);
      }
    }
    close(items, open);
    return new Outline(intro.toString().strip(), items);
  }

  /** why with text only: a heading over nothing is the title of the whole */
  private static void close(List<Item> items, StringBuilder open) {
    if (open != null && open.toString().strip().indexOf('\n') > 0) {
      items.add(new Item(false, "", open.toString().strip()));
    }
  }

  private static Outline sentences(String description, Outline otherwise) {
    List<Item> items = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    for (String part : SENTENCE.split(description)) {
      String sentence = part.strip();
      if (Clues.imperative(sentence)) {
        items.add(new Item(THEN.matcher(sentence).matches(), "", sentence));
      } else if (!sentence.isEmpty()) {
        rest.add(sentence);
      }
    }
    return items.size() > 1 ? new Outline(String.join(" ", rest), items) : otherwise;
  }

  /** Reads lists line by line; what is indented under a list line stays with it. */
  private static final class Reader {
    private final List<Item> items = new ArrayList<>();
    private final StringBuilder intro = new StringBuilder();
    private String section = "";
    private boolean code;
    private boolean open;
    private boolean skip;
    private int depth;

    Outline read(String description) {
      description.lines().forEach(this::line);
      return new Outline(intro.toString().strip(), items);
    }

    private void line(String line) {
      if (line.strip().startsWith("```")) {
        code = !code;
      }
      Matcher heading = HEADING.matcher(line);
      Matcher item = LINE.matcher(line);
      if (!code && heading.matches()) {
        section = heading.group(1);
        open = false;
      } else if (!code && item.matches() && !(open && item.group(1).length() > depth + 1)) {
        depth = item.group(1).length();
        open = true;
        skip = "x".equalsIgnoreCase(item.group(4));
        if (!skip) {
          items.add(new Item(item.group(3) != null, section, item.group(5).strip()));
        }
      } else if (open && (code || (line.startsWith("  ") && !line.isBlank()))) {
        more(line);
      } else {
        open = false;
        intro.append(line).append('\n');
      }
    }

    private void more(String line) {
      if (!skip) {
        Item last = items.remove(items.size() - 1);
        items.add(new Item(last.ordered, last.section, last.text + "\n" + line.strip()));
      }
    }
  }
}
