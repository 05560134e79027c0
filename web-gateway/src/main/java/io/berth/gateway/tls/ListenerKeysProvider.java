package io.berth.gateway.tls;

import java.security.KeyStore;
import java.security.Provider;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;

/**
 * Offers {@link ListenerKeys} to the container by the name of a key algorithm, which its listener's
 * configuration names: the one way in that Payara Micro and Payara Server share. Registered while
 * the application runs; the listener opens after it.
 */
final class ListenerKeysProvider extends Provider {
  /** The value of the listener's {@code key-algorithm}. */
  static final String ALGORITHM = "BerthPem";

  static final String NAME = "Berth";
  private static final long serialVersionUID = 1L;

  ListenerKeysProvider(ListenerKeys keys) {
    super(NAME, "1.0", "The certificate of Berth's HTTPS listener");
    putService(
        new Service(
            this, "KeyManagerFactory", ALGORITHM, Factory.class.getName(), List.of(), Map.of()) {
          @Override
          public Object newInstance(Object parameter) {
            return new Factory(keys);
          }
        });
  }

  /** Ignores the container's key stores: ours are files. */
  private static final class Factory extends KeyManagerFactorySpi {
    private final ListenerKeys keys;

    Factory(ListenerKeys keys) {
      this.keys = keys;
    }

    @Override
    protected void engineInit(KeyStore store, char[] password) {}

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {}

    @Override
    protected KeyManager[] engineGetKeyManagers() {
      return new KeyManager[] {keys};
    }
  }
}
