package io.berth.gateway.tls;

import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.settings.InvalidSettings;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Security;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Puts the certificate of the settings where the container's listener finds it, and takes it away
 * at the end. Called by the container while the application starts and ends.
 */
@WebListener
public class TlsSetup implements ServletContextListener {
  private static final Logger LOG = Logger.getLogger(TlsSetup.class.getName());

  @Inject Instance<BerthSettings> settings;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    read().ifPresent(TlsSetup::open);
  }

  /** why: with wrong settings the application stays, and readiness says what is wrong. */
  private Optional<BerthSettings.Tls> read() {
    try {
      return settings.get().tls();
    } catch (InvalidSettings wrong) {
      return Optional.empty();
    }
  }

  private static void open(BerthSettings.Tls tls) {
    try {
      RenewedIdentity identity =
          new RenewedIdentity(tls.certificates(), tls.key(), System::nanoTime);
      Security.removeProvider(ListenerKeysProvider.NAME);
      Security.addProvider(new ListenerKeysProvider(new ListenerKeys(identity)));
    } catch (IOException e) {
      // why these words: the command looks for them while it waits
      LOG.log(
          Level.SEVERE,
          "Berth does not start, its settings are wrong: berth.tls.cert, berth.tls.key: {0}",
          e.getMessage());
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    Security.removeProvider(ListenerKeysProvider.NAME);
  }
}
