package io.berth.lifecycle.plan;

import static java.util.regex.Matcher.quoteReplacement;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which items of an outline wait for which. What an item says itself comes first ("after 2", "needs
 * the cart"); else a numbered one comes after the one before it; else by the kind of work: what is
 * built after what is designed, what is tested and documented after what is built. A heading that
 * is a phase or has a number comes after the phase before it. Pure; used once.
 */
final class ItemOrder {
  private static final String WORD =
      "(?:after|depends? on|needs?|requires?|blocked by|waits? for|once|based on)";
  private static final String NUMBERED =
      "\\b"
          + WORD
          + "\\s++(?:(?:steps?|items?|tasks?|points?)\\b\\s*+)?#?"
          + "(\\d{1,3}(?:(?:\\s*+,\\s*+|\\s++and\\s++)#?\\d{1,3})*)";
  private static final Pattern NUMBERS =
      Pattern.compile("(?i)" + NUMBERED + "(?!\\s*(?:[.,]\\d|%|\\w))");

  /** why only these: in the middle of a sentence it may be more than an order */
  private static final Pattern ASIDE =
      Pattern.compile(
          "(?im)(?<![ \\t])[ \\t]*+(?:\\("
              + NUMBERED
              + "\\)|\\["
              + NUMBERED
              + "]|(?:[,;:-][ \\t]*+)?"
              + NUMBERED
              + "[ \\t]*+$)");

  private static final Pattern PHASE =
      Pattern.compile(
          "(?i)^(?:(?:phase|step|stage|milestone|sprint|part)\\b.*|\\d{1,2}[.):]?\\s+.*)");
  private static final int SHORTEST_NAME = 4;

  private final List<Outline.Item> items;
  private final List<String> phases;
  private final List<String> keys;

  ItemOrder(List<Outline.Item> items, List<String> phases, List<String> keys) {
    this.items = items;
    this.phases = phases;
    this.keys = keys;
  }

  /** For each item the keys of those before it. */
  List<List<String>> after() {
    List<List<String>> after = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Set<String> before = said(i);
      if (before.isEmpty()) {
        before.addAll(implied(i));
      }
      if (before.isEmpty()) {
        before.addAll(earlierPhase(i));
      }
      after.add(List.copyOf(before));
    }
    return after;
  }

  /**
   * The text of an item for whoever sees it alone: without "(after 2)" and the like, in brackets or
   * at the end of a line, because there are no numbers any more.
   */
  String alone(String text) {
    String alone =
        ASIDE
            .matcher(text)
            .replaceAll(found -> known(found) ? "" : quoteReplacement(found.group()));
    return alone.isBlank() ? text : alone;
  }

  private boolean known(MatchResult found) {
    return Stream.of(found.group().split("\\D+"))
        .filter(number -> !number.isEmpty())
        .mapToInt(Integer::parseInt)
        .allMatch(number -> number >= 1 && number <= items.size());
  }

  private Set<String> said(int i) {
    String text = items.get(i).text();
    Set<String> before = new LinkedHashSet<>();
    for (Matcher matcher = NUMBERS.matcher(text); matcher.find(); ) {
      for (String number : matcher.group(1).split("\\D+")) {
        int other = number.isEmpty() ? -1 : Integer.parseInt(number) - 1;
        if (other >= 0 && other < items.size() && other != i) {
          before.add(keys.get(other));
        }
      }
    }
    String plain = plain(text);
    for (int j = 0; j < items.size(); j++) {
      String name = plain(items.get(j).first());
      if (j != i && name.length() >= SHORTEST_NAME && names(plain, name)) {
        before.add(keys.get(j));
      }
    }
    return before;
  }

  private static boolean names(String text, String name) {
    return Pattern.compile(WORD + " (?:the )?" + Pattern.quote(name) + "(?![a-z])")
        .matcher(text)
        .find();
  }

  /** In small letters, with single spaces, without what is in brackets and without an article. */
  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT)
        .replaceAll("[()\\[\\]\"'`*_:;,.]", " ")
        .replaceAll("\\s+", " ")
        .strip()
        .replaceAll("^(?:the|a|an) ", "");
  }

  private List<String> implied(int i) {
    Outline.Item item = items.get(i);
    boolean sameSection = i > 0 && items.get(i - 1).section().equals(item.section());
    if (item.ordered() && sameSection) {
      return List.of(keys.get(i - 1));
    }
    boolean anyOrdered = items.stream().anyMatch(Outline.Item::ordered);
    return anyOrdered ? List.of() : byKind(i);
  }

  private List<String> byKind(int i) {
    List<String> kinds =
        switch (phases.get(i)) {
          case RulePlanner.TEST, RulePlanner.DOCUMENT ->
              List.of(RulePlanner.BUILD, RulePlanner.DESIGN);
          case RulePlanner.BUILD -> List.of(RulePlanner.DESIGN);
          default -> List.of();
        };
    for (String kind : kinds) {
      List<String> before = new ArrayList<>();
      for (int j = 0; j < items.size(); j++) {
        if (phases.get(j).equals(kind)) {
          before.add(keys.get(j));
        }
      }
      if (!before.isEmpty()) {
        return before;
      }
    }
    return List.of();
  }

  private List<String> earlierPhase(int i) {
    String mine = items.get(i).section();
    if (!PHASE.matcher(mine).matches()) {
      return List.of();
    }
    List<String> before = new ArrayList<>();
    String last = "";
    for (int j = 0; j < i; j++) {
      String section = items.get(j).section();
      if (!section.equals(mine) && PHASE.matcher(section).matches()) {
        if (!section.equals(last)) {
          before.clear();
          last = section;
        }
        before.add(keys.get(j));
      }
    }
    return before;
  }
}
