package io.berth.lifecycle.token;

import io.berth.connector.api.KmException;
import java.util.List;

/** The revocations of the installation. Any thread; blocks on the database. */
public interface Revocations {
  /** The kind of the event that says that there is a new one. */
  String EVENT = "token.revoked";

  /** Adds one; durable when it returns. The same again moves it on, never back. */
  void revoke(Revocation revocation, String actor) throws KmException;

  /** All that still concern some token. */
  List<Revocation> current() throws KmException;
}
