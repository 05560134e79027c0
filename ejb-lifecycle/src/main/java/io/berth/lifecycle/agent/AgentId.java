package io.berth.lifecycle.agent;

import java.util.regex.Pattern;

/** The name of an agent, valid by construction. */
public record AgentId(String value) {
  /** What a name must look like, in words. */
  public static final String RULE =
      "1 to 64 letters, digits, '.', '_' or '-', with a letter or digit at both ends";

  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?");

  public AgentId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("an agent id must be " + RULE);
    }
  }

  /** Whether the text is a name. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
