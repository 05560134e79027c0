package io.berth.lifecycle.agent;

import io.berth.connector.api.KmException;
import java.util.List;
import java.util.Optional;

/** What agents prove their identity with. Blocks on the database. */
public interface AgentCredentials {
  /** Every project, in the list of a credential. */
  String ALL = "*";

  /**
   * Makes a new secret, and the old one worthless; it is told this once and never again.
   *
   * @param projects ids, or {@link #ALL}
   * @throws KmException NO_SUCH_AGENT
   */
  String renew(AgentId id, List<String> projects, String actor) throws KmException;

  /** Takes its secret away; tokens that it has go on until they end. */
  void revoke(AgentId id, String actor) throws KmException;

  /** The projects it is granted, if this is its secret. */
  Optional<List<String>> check(AgentId id, String secret) throws KmException;
}
