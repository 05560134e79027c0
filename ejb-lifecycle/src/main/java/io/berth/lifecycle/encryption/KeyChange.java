package io.berth.lifecycle.encryption;

import java.util.Locale;

/** What can be done to the key of a project. */
public enum KeyChange {
  /** The data gets its first key. */
  ENCRYPT("encrypted"),
  /** The data is encrypted no more. */
  DECRYPT("decrypted"),
  /** The data gets another key. */
  REKEY("rekeyed");

  private final String done;

  KeyChange(String done) {
    this.done = done;
  }

  /** As in routes, commands and the database. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a project is afterwards. */
  String done() {
    return done;
  }

  static KeyChange of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
