package io.berth.lifecycle.once;

import io.berth.connector.api.KmException;
import java.time.Duration;
import java.util.Optional;

/** The ledger of what is not to be done twice. Any thread; blocks on the database. */
public interface OnceLedger {
  /** How long an answer is given again. */
  Duration KEPT = Duration.ofHours(24);

  /**
   * Enters the request, before it is done.
   *
   * @return the answer of the same request before; empty if this is the first
   * @throws KmException CONFLICT when the key stands for another request, or for one whose end is
   *     not known; OVERLOADED when the subject has too many keys
   */
  Optional<Answered> begin(Asked asked) throws KmException;

  /** It succeeded. */
  void done(Asked asked, Answered answered) throws KmException;

  /** It had no effect: the key is as if it had never been used. */
  void undone(Asked asked) throws KmException;
}
