package io.berth.lifecycle.settings;

import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortStrategy;
import io.berth.connector.api.RestartLimits;
import io.berth.connector.api.WarmPoolSettings;
import io.berth.lifecycle.secret.HashCost;
import io.berth.lifecycle.secret.NodeSecrets;
import io.berth.lifecycle.secret.SecretSource;
import io.berth.lifecycle.secret.VaultSecrets;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of this node, grouped by feature, valid and typed. Read once at start; inject it
 * where a setting is needed. Defaults and meanings stand in {@link Catalogue} and {@code
 * docs/settings.md}.
 */
public final class BerthSettings {
  private final SettingValues values;
  private final ProjectSettings defaults;

  private BerthSettings(SettingValues values) {
    this.values = values;
    this.defaults = ProjectSettings.of(values);
  }

  /**
   * Reads settings by key.
   *
   * @throws InvalidSettings with all mistakes
   */
  public static BerthSettings read(Map<String, String> texts) {
    return new BerthSettings(SettingValues.read(texts));
  }

  /**
   * What holds for a project with these values of its own.
   *
   * @param own keyed as in the project's JSON
   * @throws InvalidSettings with all mistakes
   */
  public ProjectSettings forProject(Map<String, String> own) {
    return own.isEmpty() ? defaults : ProjectSettings.of(values.with(own));
  }

  /** When a project without settings of its own is idle. */
  public ProjectSettings.Idle idle() {
    return defaults.idle();
  }

  /** How often idle processes are looked for. */
  public Duration idleSweep() {
    return values.get(Catalogue.IDLE_SWEEP);
  }

  /** The start of a process. */
  public record Start(Duration timeout, int concurrency, int waiting) {}

  /** How a process is started. */
  public Start start() {
    return new Start(
        values.get(Catalogue.START_TIMEOUT),
        values.get(Catalogue.START_CONCURRENCY),
        values.get(Catalogue.START_WAITING));
  }

  /** The end of a process: time to finish requests, then from TERM to KILL. */
  public record Stop(Duration drainTimeout, Duration timeout) {}

  /** How a process is ended. */
  public Stop stop() {
    return new Stop(values.get(Catalogue.DRAIN_TIMEOUT), values.get(Catalogue.STOP_TIMEOUT));
  }

  /** Health probes: how often, how long, how many failures in a row. */
  public record Health(Duration interval, Duration timeout, int failures) {}

  /** How processes are watched. */
  public Health health() {
    return new Health(
        values.get(Catalogue.HEALTH_INTERVAL),
        values.get(Catalogue.HEALTH_TIMEOUT),
        values.get(Catalogue.HEALTH_FAILURES));
  }

  /** What follows a failure. */
  public RestartLimits restart() {
    return defaults.restart();
  }

  /** Where KMs may listen. */
  public record Ports(List<PortRange> ranges, PortStrategy strategy) {}

  /** The ports of this node. */
  public Ports ports() {
    return new Ports(values.get(Catalogue.PORTS_RANGES), values.get(Catalogue.PORTS_STRATEGY));
  }

  /** The database pool inside a KM. */
  public ProjectSettings.Pool pool() {
    return defaults.pool();
  }

  /** Keep-alive channels to one project's process. */
  public record Channels(int max, Duration idle) {}

  /** The channels between this node and KMs. */
  public Channels channels() {
    return new Channels(values.get(Catalogue.CHANNELS_MAX), values.get(Catalogue.CHANNELS_IDLE));
  }

  /** Exchanges with KMs in flight on this node. */
  public int permits() {
    return values.get(Catalogue.PERMITS_MAX);
  }

  /** Requests to one project, of one agent, for tasks, and failed sign-ins. */
  public record Rates(Rate project, Rate agent, Rate tasksRequest, Rate login) {}

  /** Rate limits. */
  public Rates rate() {
    return new Rates(
        values.get(Catalogue.RATE_PROJECT),
        values.get(Catalogue.RATE_AGENT),
        values.get(Catalogue.RATE_TASKS_REQUEST),
        values.get(Catalogue.RATE_LOGIN));
  }

  /** Requests by what serves them: MCP, the management API, signing in. */
  public record RouteRates(Optional<Rate> mcp, Optional<Rate> management, Optional<Rate> signIn) {}

  /** Rate limits by route. */
  public RouteRates routeRates() {
    return new RouteRates(
        values.get(ObservationCatalogue.RATE_MCP),
        values.get(ObservationCatalogue.RATE_MANAGEMENT),
        values.get(ObservationCatalogue.RATE_SIGN_IN));
  }

  /** Client connections. */
  public ConnectionLimits connections() {
    return values.get(Catalogue.CONNECTIONS_MAX);
  }

  /** A project's circuit breaker. */
  public record Breaker(int failures, Duration delay) {}

  /** When a project's breaker opens, and for how long. */
  public Breaker breaker() {
    return new Breaker(values.get(Catalogue.BREAKER_FAILURES), values.get(Catalogue.BREAKER_DELAY));
  }

  /**
   * Names of this server, foreign origins, its address as clients see it, foreign issuers, keys,
   * and how long browsers must come by HTTPS.
   */
  public record Edge(
      List<String> hosts,
      List<String> origins,
      Optional<String> publicUrl,
      Optional<Path> issuersFile,
      Duration rotateAfter,
      Duration hsts) {}

  /** Who may come in, and how. */
  public Edge edge() {
    return new Edge(
        values.get(Catalogue.HOSTS),
        values.get(Catalogue.ORIGINS),
        values.get(Catalogue.PUBLIC_URL),
        values.get(Catalogue.ISSUERS_FILE),
        values.get(Catalogue.KEYS_ROTATE_AFTER),
        values.get(SecurityCatalogue.TLS_HSTS));
  }

  /** The certificate of the HTTPS listener and its key. */
  public record Tls(Path certificates, Path key) {}

  /** The HTTPS listener, if there is to be one. */
  public Optional<Tls> tls() {
    return values
        .get(SecurityCatalogue.TLS_CERT)
        .map(file -> new Tls(file, values.get(SecurityCatalogue.TLS_KEY).orElseThrow()));
  }

  /** What the hash of an agent's secret costs. */
  public HashCost secretHash() {
    return HashCost.ofMib(
        values.get(SecurityCatalogue.HASH_MEMORY), values.get(SecurityCatalogue.HASH_PASSES));
  }

  /** The first-level response cache, and how many questions of a project are asked ahead. */
  public record Cache(int localSize, Duration localTtl, int ahead) {}

  /** The response cache of this node. */
  public Cache cache() {
    return new Cache(
        values.get(Catalogue.CACHE_LOCAL_SIZE),
        values.get(Catalogue.CACHE_LOCAL_TTL),
        values.get(ObservationCatalogue.CACHE_AHEAD));
  }

  /** Where events are posted to. */
  public record Webhook(URI url, Duration timeout) {}

  /**
   * Where events go, and how long histories of tasks are kept.
   *
   * @param log whether into the server's log
   */
  public record Events(
      Duration history, boolean log, Optional<Webhook> webhook, Optional<Jms> jms) {}

  /** Through which of the server's resources events are sent as messages. */
  public record Jms(String factory, String destination, Duration timeout) {}

  /** What becomes of events. */
  public Events events() {
    return new Events(
        values.get(EventCatalogue.TASKS_HISTORY),
        values.get(EventCatalogue.LOG),
        values
            .get(EventCatalogue.WEBHOOK_URL)
            .map(url -> new Webhook(url, values.get(EventCatalogue.WEBHOOK_TIMEOUT))),
        values
            .get(EventCatalogue.JMS_FACTORY)
            .map(
                factory ->
                    new Jms(
                        factory,
                        values.get(EventCatalogue.JMS_DESTINATION),
                        values.get(EventCatalogue.JMS_TIMEOUT))));
  }

  /** The file of boards outside. */
  public Optional<Path> boardsFile() {
    return values.get(EventCatalogue.BOARDS_FILE);
  }

  /**
   * A language model.
   *
   * @param api openai or anthropic
   */
  public record AdviceModel(
      URI url, String api, String model, Optional<Path> secretFile, Duration timeout) {}

  /** The language model that is asked for advice, if there is one. */
  public Optional<AdviceModel> adviceModel() {
    return values
        .get(AdviceCatalogue.URL)
        .map(
            url ->
                new AdviceModel(
                    url,
                    values.get(AdviceCatalogue.API),
                    values.get(AdviceCatalogue.MODEL).orElseThrow(),
                    values.get(AdviceCatalogue.SECRET_FILE),
                    values.get(AdviceCatalogue.TIMEOUT)));
  }

  /**
   * Where PostgreSQL is, and who we are there.
   *
   * @param password from where its password comes at each connect; none: from the file
   */
  public record Database(
      String url, String user, Optional<Path> passwordFile, Optional<SecretSource> password) {
    /** With a file alone. */
    public Database(String url, String user, Optional<Path> passwordFile) {
      this(url, user, passwordFile, Optional.empty());
    }

    /** The same with its password from there. */
    public Database with(Optional<SecretSource> source) {
      return new Database(url, user, passwordFile, source);
    }
  }

  /** From where this node has its secrets. */
  public NodeSecrets.Wanted secrets() {
    return new NodeSecrets.Wanted(
        values.get(Catalogue.DATABASE_PASSWORD_FILE),
        values.get(SecurityCatalogue.DATABASE_PASSWORD),
        values.get(EventCatalogue.WEBHOOK_SECRET_FILE),
        values.get(EncryptionCatalogue.MASTER_KEY_FILE),
        values.get(EncryptionCatalogue.OLD_MASTER_KEY_FILE),
        values.get(SecurityCatalogue.VAULT_URL).map(this::vault));
  }

  /** Whether new projects are encrypted on disk. */
  public boolean encryption() {
    return values.get(EncryptionCatalogue.ENCRYPTION);
  }

  private VaultSecrets.Place vault(URI url) {
    return new VaultSecrets.Place(
        url,
        SecretSource.file(
            "berth.vault.token-file", values.get(SecurityCatalogue.VAULT_TOKEN_FILE).orElseThrow()),
        values.get(SecurityCatalogue.VAULT_PATH),
        values.get(SecurityCatalogue.VAULT_TIMEOUT));
  }

  /** The access log, and from when on a request is slow; zero for never. */
  public record Observation(AccessFormat format, int megabytes, int files, Duration slow) {}

  /** Who looks at requests. */
  public Observation observation() {
    return new Observation(
        values.get(ObservationCatalogue.ACCESS_LOG),
        values.get(ObservationCatalogue.ACCESS_LOG_MEGABYTES),
        values.get(ObservationCatalogue.ACCESS_LOG_FILES),
        values.get(ObservationCatalogue.SLOW));
  }

  /**
   * Agents' WebSockets of a node: how many, how large a message, how many messages may wait for one
   * of them.
   */
  public record AgentSockets(int connections, int messageSize, int sendQueue) {}

  /** The limits of agents' WebSockets. */
  public AgentSockets agentSockets() {
    return new AgentSockets(
        values.get(AgentCatalogue.CONNECTIONS),
        values.get(AgentCatalogue.MESSAGE_SIZE),
        values.get(AgentCatalogue.SEND_QUEUE));
  }

  /** The database of the installation. */
  public Database database() {
    return new Database(
        values.get(Catalogue.DATABASE_URL),
        values.get(Catalogue.DATABASE_USER),
        values.get(Catalogue.DATABASE_PASSWORD_FILE));
  }

  /** The root of everything on disk, absolute. */
  public Path data() {
    return values.get(Catalogue.DATA).toAbsolutePath().normalize();
  }

  /** The name of this node. */
  public String node() {
    return values.get(Catalogue.NODE);
  }

  /** The identity of the installation, where the launcher decides it. */
  public Optional<String> installation() {
    return values.get(Catalogue.INSTALLATION);
  }

  /** The JDK for built-in KMs, where it is not ours. */
  public Optional<Path> kmJava() {
    return values.get(Catalogue.KM_JAVA);
  }

  /** After which a built-in KM that hears nothing ends itself. */
  public Duration orphanTimeout() {
    return values.get(Catalogue.ORPHAN_TIMEOUT);
  }

  /** What a roll-out does unless it says otherwise. */
  public record Rollout(List<Integer> steps, Duration observe, int parallel, boolean ofBuiltIn) {}

  /** How versions are rolled out. */
  public Rollout rollout() {
    return new Rollout(
        values.get(Catalogue.ROLLOUT_STEPS),
        values.get(Catalogue.ROLLOUT_OBSERVE),
        values.get(Catalogue.ROLLOUT_PARALLEL),
        values.get(Catalogue.ROLLOUT_BUILT_IN));
  }

  /** Shared processes: the most projects in one, and over which time requests are counted. */
  public record Shared(int projects, Duration window) {}

  /** The processes that projects share. */
  public Shared shared() {
    return new Shared(values.get(Catalogue.SHARED_PROJECTS), values.get(Catalogue.SHARED_WINDOW));
  }

  /** Processes kept started without a project. */
  public WarmPoolSettings warmPool() {
    return new WarmPoolSettings(
        values.get(Catalogue.WARM_POOL_SIZE), values.get(Catalogue.WARM_POOL_MAX_AGE));
  }
}
