package io.berth.lifecycle.idle;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.List;

/** Where busy leases outlive the server. Called on callers' threads; may block. */
interface LeaseStore {
  /** One lease as it is stored. */
  record Stored(ProjectId project, String holder, Instant end) {}

  /** Keeps a lease, durable when this returns. */
  void write(Stored lease) throws KmException;

  /** Removes a lease; nothing happens if there is none. */
  void remove(ProjectId project, String holder) throws KmException;

  /** Those that end after this moment. */
  List<Stored> endingAfter(Instant moment) throws KmException;

  /** Removes those that ended before this moment. */
  void trim(Instant moment) throws KmException;
}
