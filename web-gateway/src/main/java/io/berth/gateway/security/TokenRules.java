package io.berth.gateway.security;

import java.time.Duration;

/** What issuer and verifier of our tokens agree on. */
public final class TokenRules {
  static final String ISSUER = "berth";
  static final String AUDIENCE = "berth";
  static final String ROLES = "groups";
  static final String PROJECTS = "projects";
  static final String ANALYTICS = "analytics";
  static final String NAME = "upn";
  static final int MAX_TOKEN = 8_192;
  public static final int MAX_SUBJECT = 200;
  public static final int MAX_PROJECTS = 100;
  static final Duration SKEW = Duration.ofSeconds(30);
  public static final Duration DEFAULT_LIFE = Duration.ofHours(1);
  public static final Duration MAX_LIFE = Duration.ofDays(90);
  static final Duration ADMIN_FILE_LIFE = Duration.ofDays(3_650);

  private TokenRules() {}

  /** Printable, bounded: it goes into logs, the audit and a header. */
  public static boolean validSubject(String subject) {
    return subject != null
        && !subject.isEmpty()
        && subject.length() <= MAX_SUBJECT
        && subject.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }
}
