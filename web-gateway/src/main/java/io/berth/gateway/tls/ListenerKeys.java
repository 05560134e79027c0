package io.berth.gateway.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Tells a TLS listener its certificate, for each handshake anew. An alias is the number of the
 * identity, so that the chain and the key of one handshake belong together. Called on any thread.
 */
final class ListenerKeys extends X509ExtendedKeyManager {
  private final RenewedIdentity identity;

  ListenerKeys(RenewedIdentity identity) {
    this.identity = identity;
  }

  @Override
  public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
    return chooseServerAlias(type, issuers, null);
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    RenewedIdentity.Numbered now = identity.now();
    return now.identity().algorithm().equals(type) ? Long.toString(now.number()) : null;
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    String alias = chooseServerAlias(type, issuers, null);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return found(alias).map(i -> i.chain().toArray(X509Certificate[]::new)).orElse(null);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return found(alias).map(PemIdentity::key).orElse(null);
  }

  private Optional<PemIdentity> found(String alias) {
    try {
      return identity.numbered(Long.parseLong(alias));
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return null;
  }
}
