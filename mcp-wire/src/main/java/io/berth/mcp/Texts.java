package io.berth.mcp;

/** What makes a text unfit to be stored and found again unchanged. */
final class Texts {
  private Texts() {}

  /** The rule that {@code text} breaks, as the end of a sentence, or null if it is sound. */
  static String flaw(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "must not contain the character U+0000 (at " + i + ")";
      }
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return "contains half a character (an unpaired surrogate at " + i + ")";
        }
        i++;
      }
    }
    return null;
  }
}
