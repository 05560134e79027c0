package io.berth.gateway.security;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.settings.InvalidSettings;
import io.berth.lifecycle.token.Revocation;
import io.berth.lifecycle.token.Revocations;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The container's shell around keys, issuers and authenticator. Made when the application starts,
 * so that {@code admin-token} is there before the first request; broken keys, or a broken file of
 * issuers, stop the deployment.
 */
@ApplicationScoped
public class SecurityRealm {
  /** The kind of the event that says that there is a new signing key. */
  public static final String KEY_RENEWED = "token.key-renewed";

  private static final Logger LOG = Logger.getLogger(SecurityRealm.class.getName());

  @Inject
  @ConfigProperty(name = "berth.data", defaultValue = "var")
  String dataFolder;

  @Inject Instance<BerthSettings> settings;
  @Inject Revocations revocations;

  private InstantSource clock;
  private BerthSettings.Edge edge;
  private KeyRing keys;
  private TokenIssuer issuer;
  private AdminToken adminToken;
  private RevokedTokens revoked;
  private Authenticator authenticator;
  private List<String> foreign = List.of();

  void atStart(@Observes @Initialized(ApplicationScoped.class) Object event) {
    LOG.log(Level.FINE, "security is up, keys are public as {0}", jwks());
  }

  @PostConstruct
  void open() {
    open(Path.of(dataFolder), read(), revocations, InstantSource.system());
  }

  /** why: with wrong settings the application stays, and readiness says what is wrong. */
  private BerthSettings.Edge read() {
    try {
      return settings.get().edge();
    } catch (InvalidSettings wrong) {
      return BerthSettings.read(Map.of()).edge();
    }
  }

  void open(Path data, BerthSettings.Edge how, Revocations store, InstantSource time) {
    edge = how;
    clock = time;
    revoked = new RevokedTokens(store);
    try {
      keys = new KeyRing(data.resolve("keys"), how.rotateAfter(), time);
      keys.renewIfDue();
      TokenVerifier ours = new TokenVerifier(keys, time);
      issuer = new TokenIssuer(keys, time);
      adminToken = new AdminToken(data.resolve("admin-token"), issuer, ours, keys, time);
      ensureAdminToken();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the keys under berth.data=" + data + " cannot be used: " + e.getMessage(), e);
    }
    authenticator = new Authenticator(new Issuers(checks()), revoked, time);
  }

  private Map<String, TokenCheck> checks() {
    Map<String, TokenCheck> checks = new HashMap<>();
    checks.put(TokenRules.ISSUER, new TokenVerifier(keys, clock));
    if (edge.issuersFile().isPresent()) {
      try {
        List<ForeignIssuer> read = ForeignIssuersFile.read(edge.issuersFile().get());
        read.forEach(
            i -> checks.put(i.issuer(), new ForeignVerifier(i, new ForeignKeys(i), clock)));
        foreign = read.stream().map(ForeignIssuer::issuer).toList();
      } catch (IOException e) {
        throw new UncheckedIOException("berth.issuers-file cannot be used: " + e.getMessage(), e);
      }
    }
    return checks;
  }

  private void ensureAdminToken() throws IOException {
    if (adminToken.ensure()) {
      LOG.log(Level.INFO, "the admin token was written to {0}", adminToken.file());
    }
  }

  /** Who tells callers by their header; itself, without the container's proxy around it. */
  public Authenticator authenticator() {
    return authenticator;
  }

  /** What the settings say about callers. */
  public BerthSettings.Edge edge() {
    return edge;
  }

  /** The issuers beside ourselves. */
  public List<String> foreignIssuers() {
    return foreign;
  }

  /** The public keys as a JWK set. */
  public String jwks() {
    return keys.publicJson();
  }

  /** A new token; the arguments are already checked. Renews the key first, if it is too old. */
  public IssuedToken issue(String subject, Role role, Grants grants, Duration life) {
    try {
      if (keys.renewIfDue()) {
        LOG.log(Level.INFO, "the signing key was renewed, it is {0} now", keys.signing().id());
        ensureAdminToken();
      }
    } catch (IOException e) {
      // why: the old key is good, and whoever wants a token is not to suffer
      LOG.log(Level.WARNING, "the signing key is old and cannot be renewed", e);
    }
    return issuer.issue(subject, role, grants, life);
  }

  /**
   * Renews the signing key now; returns the id of the new one.
   *
   * @param forget whether every token made before is worthless at once
   */
  public String renewKey(boolean forget) {
    try {
      keys.renew(forget);
      ensureAdminToken();
      authenticator.forgetAll();
      return keys.signing().id();
    } catch (IOException e) {
      throw new UncheckedIOException("the signing key cannot be renewed", e);
    }
  }

  /**
   * Makes a token, or all that a subject has now, worthless; this node refuses them from now on.
   */
  public void revoke(Revocation.Kind kind, String name, String actor) throws KmException {
    revocations.revoke(
        new Revocation(
            kind, name, clock.instant(), clock.instant().plus(TokenRules.ADMIN_FILE_LIFE)),
        actor);
    revoked.reload();
  }

  /** Learns of what other nodes do, until it is closed. */
  public AutoCloseable follow(EventLog events) {
    return events.onChange(new TokenEvents(events, this)::newest);
  }

  /** There may be revocations and keys of another node. */
  void refresh() throws KmException {
    revoked.reload();
    try {
      keys.reload();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the keys cannot be read again", e);
    }
    authenticator.forgetAll();
  }
}
