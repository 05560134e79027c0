package io.berth.cli.doctor;

/**
 * What one check found.
 *
 * @param what was looked at
 * @param level how bad it is
 * @param text what it is, and for what is not good, what to do
 */
record Finding(String what, Level level, String text) {
  /** How bad it is. */
  enum Level {
    /** As it should be. */
    GOOD,
    /** Works, but not well. */
    WARNING,
    /** Keeps Berth from working. */
    BAD
  }

  static Finding good(String what, String text) {
    return new Finding(what, Level.GOOD, text);
  }

  static Finding warning(String what, String text) {
    return new Finding(what, Level.WARNING, text);
  }

  static Finding bad(String what, String text) {
    return new Finding(what, Level.BAD, text);
  }
}
