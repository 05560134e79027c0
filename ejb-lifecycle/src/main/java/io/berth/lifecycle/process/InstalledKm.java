package io.berth.lifecycle.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.lifecycle.connector.Connector;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Sees to it that a start does not ask for a built-in KM that this node does not have: it gets the
 * one that the adapter carries, of no version in particular. Called with each order; reads a folder
 * where an older one is asked for.
 */
final class InstalledKm {
  private static final Logger LOG = System.getLogger(InstalledKm.class.getName());

  private final Connector connector;

  InstalledKm(Connector connector) {
    this.connector = connector;
  }

  KmRuntime instead(KmRuntime runtime) {
    if (!runtime.builtIn() || runtime.content().isEmpty()) {
      return runtime;
    }
    try {
      if (connector.processes().builtInContents().contains(runtime.content())) {
        return runtime;
      }
    } catch (KmException e) {
      return runtime;
    }
    LOG.log(
        Level.WARNING,
        "version {0} of the built-in KM ({1}) is not installed here; the one of this node is started",
        runtime.version(),
        runtime.content());
    return runtime.at(0, "");
  }
}
