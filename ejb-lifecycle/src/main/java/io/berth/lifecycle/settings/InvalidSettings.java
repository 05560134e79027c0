package io.berth.lifecycle.settings;

import java.util.List;

/** Settings that break a rule: every mistake, one line each. */
public class InvalidSettings extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final List<String> mistakes;

  public InvalidSettings(List<String> mistakes) {
    super(String.join("; ", mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** What is wrong, each with its key and its rule. */
  public List<String> mistakes() {
    return mistakes;
  }
}
