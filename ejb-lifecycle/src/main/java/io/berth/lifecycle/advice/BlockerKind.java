package io.berth.lifecycle.advice;

import java.util.Locale;
import java.util.regex.Pattern;

/** What sort of thing keeps somebody from going on, told by most of its words. Pure. */
enum BlockerKind {
  /** A key, a right, a login is missing. */
  ACCESS(
      "a right, a credential or an account is missing",
      1,
      "permission denied|access|forbidden|\\b40[13]\\b|unauthori[sz]ed|credentials?|api key|\\bkey\\b|token|password|secret|login|\\brights?\\b"),
  /** Something has to be there first. */
  DEPENDENCY(
      "it needs something that is not there yet",
      4,
      "depend\\w*|waiting (?:for|on)|blocked by|needs? .{0,60}(?:first|done|finished)|not (?:yet )?(?:implemented|merged|available|ready)|missing (?:module|endpoint|api|table|interface)|upstream"),
  /** Tests fail and nobody knows why. */
  TESTS(
      "something does not do what its tests expect",
      3,
      "tests? .{0,40}(?:fail\\w*|red|broken|flaky)|fail(?:s|ing|ed)? .{0,20}tests?|assert\\w*|flaky|regression"),
  /** Two change the same thing. */
  CONFLICT(
      "somebody else changes the same thing",
      2,
      "merge conflict|conflict\\w*|rebase|same files?|lock(?:ed)? by|overwrit\\w*"),
  /** The machine does not do as it should. */
  ENVIRONMENT(
      "the environment is not as the work needs it",
      2,
      "environment|install\\w*|network|time[d]?[ -]?out|connection (?:refused|reset)|disk|memory|\\boom\\b|docker|port \\d+|version (?:mismatch|conflict)|command not found|no such file|build (?:fails|failed|broken)|compil\\w*"),
  /** What is wanted is not clear. */
  UNCLEAR(
      "it is not clear what is wanted",
      2,
      "unclear|ambigu\\w*|contradict\\w*|which (?:one|of)|not sure|don'?t know|do not know|requirements?|specification|clarif\\w*|what (?:does|is|should)|should (?:it|this|we|i)\\b|\\?"),
  /** It cannot be done in this way. */
  TECHNICAL("the way taken does not work", 4, "");

  private final String cause;
  private final double hours;
  private final Pattern words;

  BlockerKind(String cause, double hours, String words) {
    this.cause = cause;
    this.hours = hours;
    this.words = Pattern.compile("(?i)(?:" + words + ")");
  }

  String cause() {
    return cause;
  }

  double hours() {
    return hours;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind that the reporter named ({@code kind: words}), or that the words tell. */
  static BlockerKind of(String description) {
    String lower = description.toLowerCase(Locale.ROOT).strip();
    for (BlockerKind kind : values()) {
      if (lower.startsWith(kind.label())) {
        return kind;
      }
    }
    BlockerKind likeliest = TECHNICAL;
    long most = 0;
    for (BlockerKind kind : values()) {
      long found = kind == TECHNICAL ? 0 : kind.words.matcher(description).results().count();
      if (found > most) {
        likeliest = kind;
        most = found;
      }
    }
    return likeliest;
  }
}
