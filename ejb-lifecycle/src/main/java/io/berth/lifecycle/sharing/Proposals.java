package io.berth.lifecycle.sharing;

import io.berth.connector.api.KmException;
import java.util.List;

/** The proposals that nobody has decided yet. Blocks on the database. */
@FunctionalInterface
public interface Proposals {
  /** In the order of the projects' ids. */
  List<Proposal> open() throws KmException;
}
