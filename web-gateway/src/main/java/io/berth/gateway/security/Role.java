package io.berth.gateway.security;

import java.util.Locale;
import java.util.Optional;

/** What a caller may do in general; which projects it may do it to is said by its grants. */
public enum Role {
  /** Everything, tokens and runtimes included. */
  ADMIN,
  /** All projects and their processes; runtimes only to read. */
  OPERATOR,
  /** The data plane, processes, events and tasks of the projects it is granted. */
  AGENT;

  /** The spelling in tokens and JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that spelling, if there is one. */
  public static Optional<Role> of(String label) {
    for (Role role : values()) {
      if (role.label().equals(label)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
