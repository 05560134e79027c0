package io.berth.gateway.security;

import java.util.Optional;
import java.util.Set;

/**
 * What a path asks of a caller before anything else looks at the request. A few paths need no
 * token; everything else does, also what nobody has thought of yet. Pure.
 */
public final class PathRights {
  private static final Set<String> PROBES =
      Set.of("/health", "/health/live", "/health/ready", "/health/started");
  private static final String SIGN_IN = "/api/v1/agents/auth";
  private static final Set<String> OPEN = Set.of("/.well-known/jwks.json", SIGN_IN);

  private PathRights() {}

  /**
   * Whether the path needs no token.
   *
   * @param raw the path as it was sent: another spelling of an open path is not open
   */
  public static boolean isOpen(String raw) {
    return OPEN.contains(raw) || isProbe(raw);
  }

  /** Whether an agent asks for its token there. */
  public static boolean isSignIn(String raw) {
    return SIGN_IN.equals(raw);
  }

  /** Whether it is asked by who watches over servers, under whatever name. */
  public static boolean isProbe(String raw) {
    return PROBES.contains(raw);
  }

  /**
   * The right that a page of the server itself needs.
   *
   * @param decoded the path as the container routes it
   */
  public static Optional<Action> needed(String decoded) {
    if (decoded.startsWith("/metrics")) {
      return Optional.of(Action.READ_SYSTEM);
    }
    if (decoded.startsWith("/openapi")) {
      return Optional.of(Action.READ_API);
    }
    return Optional.empty();
  }
}
