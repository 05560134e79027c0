package io.berth.gateway.observe;

/** Texts of callers in lines of ours: bounded, and one line whatever is in them. Pure. */
final class Texts {
  private static final int LONGEST = 512;
  private static final String HEX = "0123456789abcdef";

  private Texts() {}

  static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  /** Appends it so that it may stand between quotation marks, in JSON as well as in a log line. */
  static void escape(StringBuilder to, String text) {
    int most = Math.min(text.length(), LONGEST);
    for (int i = 0; i < most; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else if (c >= 0x20 && c < 0x7f) {
        to.append(c);
      } else {
        to.append("\\u")
            .append(HEX.charAt(c >> 12 & 15))
            .append(HEX.charAt(c >> 8 & 15))
            .append(HEX.charAt(c >> 4 & 15))
            .append(HEX.charAt(c & 15));
      }
    }
  }

  /** Milliseconds with two digits behind the point. */
  static void millis(StringBuilder to, long nanos) {
    long hundredths = nanos / 10_000;
    to.append(hundredths / 100).append('.');
    long rest = hundredths % 100;
    if (rest < 10) {
      to.append('0');
    }
    to.append(rest);
  }
}
