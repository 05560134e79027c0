package io.berth.lifecycle.overview;

import io.berth.connector.api.KmException;

/** The numbers of {@code berth status}. Blocks on the database and on {@code /proc}. */
public interface SystemOverview {
  /** The numbers now. */
  Overview now() throws KmException;
}
