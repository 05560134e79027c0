package io.berth.gateway.security;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The container's shell around key, issuer and authenticator. Made when the application starts, so
 * that {@code admin-token} is there before the first request; a broken key stops the deployment.
 */
@ApplicationScoped
public class SecurityRealm {
  private static final Logger LOG = Logger.getLogger(SecurityRealm.class.getName());

  @Inject
  @ConfigProperty(name = "berth.data", defaultValue = "var")
  String dataFolder;

  private TokenIssuer issuer;
  private Authenticator authenticator;
  private String jwks;

  void atStart(@Observes @Initialized(ApplicationScoped.class) Object event) {
    LOG.log(Level.FINE, "security is up, keys are public as {0}", jwks());
  }

  @PostConstruct
  void open() {
    open(Path.of(dataFolder), InstantSource.system());
  }

  void open(Path data, InstantSource clock) {
    try {
      IssuerKey key = IssuerKey.loadOrCreate(data.resolve("keys").resolve("issuer.jwk"));
      TokenVerifier verifier = new TokenVerifier(key, clock);
      issuer = new TokenIssuer(key, clock);
      authenticator = new Authenticator(verifier, clock);
      jwks = key.publicJson();
      Path file = data.resolve("admin-token");
      if (new AdminToken(file, issuer, verifier, clock).ensure()) {
        LOG.log(Level.INFO, "the admin token was written to {0}", file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the keys under berth.data=" + data + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Who tells callers by their header; itself, without the container's proxy around it. */
  public Authenticator authenticator() {
    return authenticator;
  }

  /** The public keys as a JWK set. */
  public String jwks() {
    return jwks;
  }

  /** A new token; the arguments are already checked. */
  public IssuedToken issue(String subject, Role role, Grants grants, Duration life) {
    return issuer.issue(subject, role, grants, life);
  }
}
