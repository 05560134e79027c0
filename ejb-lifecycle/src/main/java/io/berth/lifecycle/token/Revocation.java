package io.berth.lifecycle.token;

import java.time.Instant;

/**
 * What is worthless from now on: one token by its id, or every token of a subject that was issued
 * up to a moment. Immutable.
 *
 * @param name the token's id, or the subject
 * @param issuedUntil tokens issued later are good again
 * @param forgetAt when the last token that it concerns has expired by itself
 */
public record Revocation(Kind kind, String name, Instant issuedUntil, Instant forgetAt) {
  /** What the name is a name of. */
  public enum Kind {
    /** One token. */
    TOKEN,
    /** All tokens of somebody. */
    SUBJECT
  }

  public Revocation {
    if (name.isEmpty() || name.length() > 200) {
      throw new IllegalArgumentException("1 to 200 characters");
    }
  }
}
