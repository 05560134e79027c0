package io.berth.lifecycle.advice;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what looks like a secret, before the text leaves the house. Rather a word too
 * much than one too few; the words around stay. Pure.
 */
final class Redaction {
  private static final String GONE = "[redacted]";

  /** The begin of a group: a name that is one of a secret, and what stands before its value. */
  private static final String NAMED =
      "(?i)([\\w.-]{0,40}(?:password|passwd|pwd|secret|api[-_ ]?key|access[-_ ]?key|private[-_ ]?key"
          + "|token|credentials?)[\\w.-]{0,20}[\"']?\\s{0,3}(?:=|:|:=|=>)\\s{0,3}";

  /** Whole matches go. */
  private static final List<Pattern> WHOLE =
      List.of(
          Pattern.compile(
              "-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\\s\\S]{0,20000}?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)"),
          // tokens by the form that their issuers gave them
          Pattern.compile("\\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}"),
          Pattern.compile("\\bgh[pousr]_[A-Za-z0-9]{20,}|\\bgithub_pat_[A-Za-z0-9_]{20,}"),
          Pattern.compile("\\bglpat-[A-Za-z0-9_-]{16,}|\\bxox[abprs]-[A-Za-z0-9-]{10,}"),
          Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b|\\bAIza[A-Za-z0-9_-]{30,}"),
          Pattern.compile("\\bwhsec_[A-Za-z0-9+/=]{16,}|\\bhv[sb]\\.[A-Za-z0-9_-]{20,}"),
          Pattern.compile("\\beyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}(?:\\.[A-Za-z0-9_-]*)?"));

  /** What follows the first group goes. */
  private static final List<Pattern> VALUES =
      List.of(
          Pattern.compile("(?i)(\\b(?:bearer|basic)\\s+)[A-Za-z0-9._~+/=-]{8,}"),
          Pattern.compile("(\\b[a-z][a-z0-9+.-]{1,20}://[^\\s/:@]{0,100}:)[^\\s/@]{1,200}(?=@)"),
          Pattern.compile(NAMED + "[\"'])[^\"'\\n]{1,500}(?=[\"'])"),
          Pattern.compile(NAMED + ")[^\\s\"',;]{3,}"));

  private Redaction() {}

  static String of(String text) {
    String clean = text;
    for (Pattern pattern : WHOLE) {
      clean = pattern.matcher(clean).replaceAll(GONE);
    }
    for (Pattern pattern : VALUES) {
      clean =
          pattern
              .matcher(clean)
              .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + GONE));
    }
    return clean;
  }
}
