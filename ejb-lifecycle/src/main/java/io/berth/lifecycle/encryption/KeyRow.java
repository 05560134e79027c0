package io.berth.lifecycle.encryption;

import io.berth.connector.api.ProjectId;
import java.util.Optional;

/**
 * What PostgreSQL knows of the key of one project.
 *
 * @param key what the data is encrypted with; empty while it is encrypted for the first time
 * @param change what is under way
 */
record KeyRow(ProjectId project, Optional<Wrapped> key, Optional<Change> change) {
  /** A key of a project's data, as only a master key opens it. */
  record Wrapped(int version, String master, byte[] bytes) {}

  /**
   * A change that is under way.
   *
   * @param node which node does it
   * @param next what the data will be encrypted with; empty when it is decrypted
   */
  record Change(KeyChange kind, String node, Optional<Wrapped> next) {}
}
