package io.berth.gateway.security;

import java.security.Principal;
import java.time.Instant;
import java.util.Set;

/**
 * Who is asking: what a verified token says. Servlets, the proxy and resources get it as {@code
 * request.getUserPrincipal()}. Immutable, shared by all requests with the same token.
 *
 * @param subject the name in the audit
 * @param roles at least one
 * @param grants the projects it was given
 * @param expiresAt the end of its token; streams end with it
 * @param tokenId the id of its token; empty if it has none
 * @param issuedAt when its token was made; the beginning of time if it does not say
 */
public record Caller(
    String subject,
    Set<Role> roles,
    Grants grants,
    Instant expiresAt,
    String tokenId,
    Instant issuedAt)
    implements Principal {
  public Caller {
    roles = Set.copyOf(roles);
  }

  /** With a token that has neither id nor time of issue. */
  public Caller(String subject, Set<Role> roles, Grants grants, Instant expiresAt) {
    this(subject, roles, grants, expiresAt, "", Instant.EPOCH);
  }

  @Override
  public String getName() {
    return subject;
  }

  /** Whether it has the role. */
  public boolean is(Role role) {
    return roles.contains(role);
  }

  /** Whether it is an agent and nothing more, so that limits for agents hold. */
  public boolean isOnlyAgent() {
    return !is(Role.ADMIN) && !is(Role.OPERATOR);
  }
}
