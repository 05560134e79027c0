package io.berth.lifecycle.plan;

import io.berth.lifecycle.task.Priority;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What single words of a text say of skills, priority, effort and kind of work. Pure. */
public final class Clues {
  private static final double SMALL = 2;
  private static final double USUAL = 4;
  private static final double LARGE = 16;
  private static final double MOST = 400;

  /** why not any time: "expires after 30 minutes" is no estimate */
  private static final Pattern TIME =
      Pattern.compile(
          "(?i)(?:[(\\[]\\s*~?|~|estimated?:?\\s+~?)(\\d{1,4}(?:[.,]\\d{1,2})?)"
              + "\\s*(h|hours?|hrs?|d|days?|w|weeks?|min|minutes)\\b\\s*[)\\]]?");

  private static final Pattern REQUIRED =
      Pattern.compile("(?i)\\[(?:skills?|requires?)\\s*:\\s*([^\\]]{1,300})\\]");

  private static final Pattern LARGE_WORK =
      words(
          "migrat\\w*",
          "refactor\\w*",
          "rewrit\\w*",
          "redesign\\w*",
          "architecture",
          "integrat\\w*",
          "distributed",
          "cluster\\w*",
          "encrypt\\w*",
          "replicat\\w*",
          "end-to-end");
  private static final Pattern SMALL_WORK =
      words(
          "typo\\w*",
          "rename\\w*",
          "small",
          "minor",
          "tweak\\w*",
          "bump",
          "wording",
          "readme",
          "trivial");
  private static final Pattern DESIGN =
      words(
          "design\\w*",
          "specif\\w*",
          "decid\\w*",
          "research",
          "investigat\\w*",
          "sketch",
          "prototype",
          "evaluat\\w*");
  private static final Pattern TEST =
      words("tests?", "testing", "verif\\w*", "qa", "benchmark\\w*", "validat\\w* that");
  private static final Pattern DOCUMENT =
      words("document\\w*", "docs?", "readme", "guide", "changelog", "release notes?", "tutorial");

  // why down here: skills are told by some of the words above
  private static final Map<String, Pattern> SKILLS = skills();
  private static final Map<Priority, Pattern> PRIORITIES = priorities();

  /** Verbs that tell somebody to do something, at the begin of a sentence. */
  private static final Pattern IMPERATIVE =
      Pattern.compile(
          "(?i)^(?:please\\s+|then\\s+|also\\s+|finally,?\\s+|next,?\\s+|first,?\\s+)*(?:add|allow|automate|build|change|check"
              + "|clean|configure|connect|convert|create|delete|deploy|design|document|drop|enable|ensure|expose"
              + "|extend|extract|fix|generate|handle|implement|import|improve|install|integrate|introduce|investigate"
              + "|limit|log|make|measure|merge|migrate|move|optimi[sz]e|parse|port|prepare|provide|publish|refactor"
              + "|release|remove|rename|replace|research|rewrite|secure|send|set up|show|split|store|support|test"
              + "|update|upgrade|use|validate|verify|wire|write)\\b.*");

  private Clues() {}

  private static Pattern words(String... alternatives) {
    return Pattern.compile("(?i)(?<![\\w-])(?:" + String.join("|", alternatives) + ")(?![\\w-])");
  }

  private static Map<Priority, Pattern> priorities() {
    Map<Priority, Pattern> all = new LinkedHashMap<>();
    all.put(
        Priority.URGENT,
        words("urgent\\w*", "asap", "hotfix\\w*", "immediately", "outage", "p0", "data loss"));
    all.put(
        Priority.HIGH,
        words(
            "important",
            "high[- ]priority",
            "critical",
            "security",
            "vulnerab\\w*",
            "must have",
            "p1"));
    all.put(
        Priority.LOW,
        words(
            "nice[- ]to[- ]have",
            "optional\\w*",
            "low[- ]priority",
            "someday",
            "if time permits",
            "p3",
            "could have",
            "cosmetic"));
    return all;
  }

  private static Map<String, Pattern> skills() {
    Map<String, Pattern> all = new LinkedHashMap<>();
    all.put("java", words("java", "jakarta", "spring", "maven", "jdbc", "payara"));
    all.put("kotlin", words("kotlin"));
    all.put("python", words("python", "django", "flask", "fastapi", "pytest"));
    all.put("javascript", words("javascript", "node(?:\\.js)?", "npm", "vue", "svelte"));
    all.put("typescript", words("typescript", "angular"));
    all.put("go", words("golang"));
    all.put("rust", words("rust", "cargo"));
    all.put("c#", words("\\.net", "asp\\.net", "csharp"));
    all.put(
        "frontend",
        words("front-?end", "ui", "css", "html", "react", "web page", "page", "browser", "form"));
    all.put(
        "backend",
        words("back-?end", "server", "service", "rest", "api", "endpoint", "graphql", "grpc"));
    all.put(
        "sql",
        words("sql", "postgres(?:ql)?", "mysql", "sqlite", "schema", "query", "database", "table"));
    all.put("docker", words("docker\\w*", "container image", "compose"));
    all.put("kubernetes", words("kubernetes", "k8s", "helm"));
    all.put("ci", words("ci", "ci/cd", "pipeline", "github actions", "jenkins"));
    all.put("terraform", words("terraform", "infrastructure"));
    all.put(
        "security",
        words(
            "security",
            "oauth\\w*",
            "login",
            "authenti\\w*",
            "authori[sz]\\w*",
            "tls",
            "encrypt\\w*",
            "password",
            "vulnerab\\w*"));
    all.put("testing", TEST);
    all.put("documentation", DOCUMENT);
    all.put("design", words("ux", "mock-?up", "wireframe", "figma"));
    all.put(
        "performance",
        words("performance", "latency", "throughput", "benchmark\\w*", "profil\\w*"));
    all.put("mobile", words("android", "ios", "swift", "flutter", "mobile"));
    return all;
  }

  /** Skills that a text is about. */
  public static Set<String> skills(String text) {
    Set<String> found = new LinkedHashSet<>();
    SKILLS.forEach(
        (skill, words) -> {
          if (words.matcher(text).find()) {
            found.add(skill);
          }
        });
    return found;
  }

  /** Skills that it says are a must: {@code [skills: java, sql]}. */
  static List<String> required(String text) {
    Set<String> found = new LinkedHashSet<>();
    for (Matcher matcher = REQUIRED.matcher(text); matcher.find(); ) {
      for (String skill : matcher.group(1).split(",")) {
        if (!skill.isBlank()) {
          found.add(skill.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    return List.copyOf(found);
  }

  /** How much it matters; empty if it does not say. */
  static Optional<Priority> priority(String text) {
    return PRIORITIES.entrySet().stream()
        .filter(entry -> entry.getValue().matcher(text).find())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** How long it may take: what it says, else by its words. */
  static double hours(String text) {
    return said(text).orElseGet(() -> guessed(text));
  }

  private static OptionalDouble said(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.find()) {
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(matcher.group(1).replace(',', '.'));
    double hours =
        switch (Character.toLowerCase(matcher.group(2).charAt(0))) {
          case 'd' -> number * Plan.HOURS_A_DAY;
          case 'w' -> number * 5 * Plan.HOURS_A_DAY;
          case 'm' -> number / 60;
          default -> number;
        };
    return OptionalDouble.of(Math.max(0.25, Math.min(MOST, hours)));
  }

  private static double guessed(String text) {
    if (LARGE_WORK.matcher(text).find()) {
      return LARGE;
    }
    return SMALL_WORK.matcher(text).find() ? SMALL : text.length() > 400 ? 2 * USUAL : USUAL;
  }

  /** {@code design}, {@code test}, {@code document} or {@code build}. */
  static String phase(String text) {
    String first = text.lines().findFirst().orElse("");
    if (DESIGN.matcher(first).find()) {
      return "design";
    }
    if (DOCUMENT.matcher(first).find()) {
      return "document";
    }
    return TEST.matcher(first).find() ? "test" : "build";
  }

  static boolean imperative(String sentence) {
    return IMPERATIVE.matcher(sentence).matches();
  }
}
