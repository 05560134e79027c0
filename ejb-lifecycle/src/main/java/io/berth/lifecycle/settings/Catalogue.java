package io.berth.lifecycle.settings;

import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortStrategy;
import io.berth.lifecycle.cron.CronExpression;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every setting there is, in the order of the documentation page made from it. */
public final class Catalogue {
  /** What every key starts with. */
  public static final String PREFIX = "berth.";

  static final Setting<Duration> IDLE_TIMEOUT =
      time("idle.timeout", "PT1H", "A process that nobody used for so long is stopped.")
          .forProjectsToo();
  static final Setting<Duration> IDLE_GRACE =
      timeOrZero("idle.grace", "PT5M", "A new process is not idle for so long after its start.")
          .forProjectsToo();
  static final Setting<Integer> IDLE_MIN_REQUESTS =
      count(
              "idle.min-requests",
              "10",
              0,
              1_000_000,
              "A process with fewer requests since its start is not idle after the idle timeout, only after the unused timeout.")
          .forProjectsToo();
  static final Setting<Duration> IDLE_UNUSED_TIMEOUT =
      time(
              "idle.unused-timeout",
              "PT4H",
              "A process that never reached the minimum of requests is stopped when nobody used it for so long.")
          .forProjectsToo();
  static final Setting<Optional<Duration>> IDLE_STREAM_SILENCE =
      new Setting<>(
          PREFIX + "idle.stream-silence",
          "duration",
          "",
          true,
          "An open stream that carried no byte for so long does not keep its process any more; without it, the idle timeout.",
          Parsers::optionalTime);
  static final Setting<Duration> IDLE_SWEEP =
      time("idle.sweep", "PT30S", "How often idle processes are looked for.");

  static final Setting<Optional<CronExpression>> SCHEDULE_KEEP_WARM =
      cron(
          "schedule.keep-warm",
          "At these times the process is started, and is then not stopped for being idle for the time of keep-warm-for; 0 8-18 * * MON-FRI keeps it from 8 to 19 o'clock.");
  static final Setting<Duration> SCHEDULE_KEEP_WARM_FOR =
      new Setting<>(
          PREFIX + "schedule.keep-warm-for",
          "duration, up to P7D",
          "PT1H",
          true,
          "How long each time of keep-warm keeps the process.",
          Parsers::upToAWeek);
  static final Setting<Optional<CronExpression>> SCHEDULE_WAKE =
      cron(
          "schedule.wake",
          "At these times the process is started; from then on it may fall asleep as always.");
  static final Setting<ZoneId> SCHEDULE_ZONE =
      new Setting<>(
          PREFIX + "schedule.zone",
          "time zone",
          "UTC",
          true,
          "The time zone of the schedules, like Europe/Berlin.",
          Parsers::zone);
  static final Setting<Duration> SCHEDULE_LATENESS =
      new Setting<>(
          PREFIX + "schedule.lateness",
          "duration, up to P7D",
          "PT1H",
          true,
          "A time to wake that was missed, because no server ran, is made up once if it is not longer ago.",
          Parsers::upToAWeek);

  static final Setting<Optional<Duration>> MAX_AGE =
      new Setting<>(
          PREFIX + "max-age",
          "duration, at least PT1M",
          "",
          true,
          "A process that is older is replaced by its next generation, up to a tenth later, so that not all go at once; without it, never.",
          Parsers::optionalAge);
  static final Setting<Duration> MAX_AGE_PATIENCE =
      timeOrZero(
              "max-age-patience",
              "PT10M",
              "How long the replacement waits for a moment at which nothing is in flight.")
          .forProjectsToo();

  static final Setting<Duration> START_TIMEOUT =
      time("start.timeout", "PT30S", "How long a start may take until the process is ready.")
          .forProjectsToo();
  static final Setting<Integer> START_CONCURRENCY =
      new Setting<>(
          PREFIX + "start.concurrency",
          "number, or N x cores",
          "2 x cores",
          false,
          "Starts under way at once on a node.",
          Parsers::perCore);
  static final Setting<Integer> START_WAITING =
      count("start.waiting", "100", 1, 100_000, "Callers that may wait for one project's start.");

  static final Setting<Duration> RESPONSE_TIMEOUT =
      timeOrZero(
              "response.timeout",
              "PT5M",
              "How long a KM that has a request may take to the first byte of its answer; zero for ever. Answers that have begun are not cut.")
          .forProjectsToo();
  static final Setting<Duration> DRAIN_TIMEOUT =
      timeOrZero("drain.timeout", "PT30S", "How long requests in flight may go on before a stop.")
          .forProjectsToo();
  static final Setting<Duration> STOP_TIMEOUT =
      time("stop.timeout", "PT10S", "From the polite signal to the kill of the process group.")
          .forProjectsToo();

  static final Setting<Integer> WARM_POOL_SIZE =
      count(
          "warm-pool.size",
          "2",
          0,
          100,
          "Processes of the built-in KM kept started without a project; 0 for none.");
  static final Setting<Duration> WARM_POOL_MAX_AGE =
      time(
          "warm-pool.max-age",
          "PT6H",
          "A process that was kept warm for so long is replaced, one at a time.");

  static final Setting<Integer> SHARED_PROJECTS =
      count("shared.projects", "100", 1, 500, "Projects that may be awake in one shared process.");
  static final Setting<SharingPolicy> SHARED_POLICY =
      new Setting<>(
          PREFIX + "shared.policy",
          "off, propose or move",
          "propose",
          true,
          "What follows when a project is cold enough for a shared process, or too busy for it: nothing, an event, or the move.",
          Parsers::sharingPolicy);
  static final Setting<Rate> SHARED_BELOW =
      rate(
              "shared.below",
              "6/h",
              "A project with fewer requests than that over the window is cold; one in a shared process with four times as many is busy.")
          .forProjectsToo();
  static final Setting<Duration> SHARED_WINDOW =
      new Setting<>(
          PREFIX + "shared.window",
          "duration, up to P1D",
          "PT12H",
          false,
          "The time over which the requests of a project are counted for that.",
          Parsers::upToADay);

  static final Setting<Duration> HEALTH_INTERVAL =
      time("health.interval", "PT10S", "How often each ready process is asked for its health.");
  static final Setting<Duration> HEALTH_TIMEOUT =
      time("health.timeout", "PT2S", "How long it may take to answer.");
  static final Setting<Integer> HEALTH_FAILURES =
      count("health.failures", "3", 1, 1_000, "Failed probes in a row that lead to a restart.")
          .forProjectsToo();
  static final Setting<DegradedAction> HEALTH_DEGRADED_ACTION =
      new Setting<>(
          PREFIX + "health.degraded-action",
          "event or recycle",
          "event",
          true,
          "What follows when a process gets worse than it used to be: an event, or also a restart after a drain.",
          Parsers::degradedAction);

  static final Setting<Duration> RESTART_BACKOFF =
      time("restart.backoff", "PT1S", "The cool-down after the first failure; doubles each time.")
          .forProjectsToo();
  static final Setting<Duration> RESTART_MAX =
      time("restart.max", "PT1M", "The longest cool-down between two attempts.").forProjectsToo();
  static final Setting<CountWithin> RESTART_QUARANTINE_AFTER =
      new Setting<>(
          PREFIX + "restart.quarantine-after",
          "N in DURATION",
          "5 in PT5M",
          true,
          "So many failures within a window put a project into quarantine.",
          CountWithin::parse);
  static final Setting<Duration> QUARANTINE_COOL_DOWN =
      time("quarantine.cool-down", "PT30M", "A quarantine that nobody ends is over after this.")
          .forProjectsToo();
  static final Setting<Duration> ORPHAN_TIMEOUT =
      time(
          "orphan.timeout",
          "PT10M",
          "A built-in KM that hears no server for so long ends itself; a foreign program is ended by the keeper.");

  static final Setting<List<PortRange>> PORTS_RANGES =
      new Setting<>(
          PREFIX + "ports.ranges",
          "FIRST-LAST, comma between",
          "5001-5100,6001-6100,7001-7100",
          false,
          "Where KMs may listen.",
          Parsers::ranges);
  static final Setting<PortStrategy> PORTS_STRATEGY =
      new Setting<>(
          PREFIX + "ports.strategy",
          "fill or balance",
          "fill",
          false,
          "Whether one range after the other is filled, or all are used alike.",
          Parsers::strategy);

  static final Setting<Integer> POOL_MIN =
      count("pool.min", "1", 1, 1_000, "Database connections that a KM keeps at least.")
          .forProjectsToo();
  static final Setting<Integer> POOL_MAX =
      count("pool.max", "5", 1, 1_000, "Database connections of a KM at most.").forProjectsToo();
  static final Setting<Duration> POOL_IDLE =
      time("pool.idle", "PT5M", "An unused database connection of a KM is closed after this.")
          .forProjectsToo();
  static final Setting<Duration> POOL_LIFETIME =
      time("pool.lifetime", "PT1H", "The longest life of a database connection of a KM.")
          .forProjectsToo();
  static final Setting<Rate> POOL_EXPAND_AT =
      rate("pool.expand-at", "10/min", "Above this rate a KM's pool may grow.").forProjectsToo();
  static final Setting<Integer> POOL_EXPAND_TO =
      count("pool.expand-to", "10", 1, 1_000, "How far a busy KM's pool may grow.")
          .forProjectsToo();
  static final Setting<Rate> POOL_CONTRACT_AT =
      rate("pool.contract-at", "2/min", "Below this rate a KM's pool shrinks.").forProjectsToo();
  static final Setting<Integer> POOL_CONTRACT_TO =
      count("pool.contract-to", "2", 1, 1_000, "How far a quiet KM's pool shrinks.")
          .forProjectsToo();

  static final Setting<Integer> CHANNELS_MAX =
      count("channels.max", "16", 1, 10_000, "Keep-alive channels to one project's process.");
  static final Setting<Duration> CHANNELS_IDLE =
      time("channels.idle", "PT5M", "An unused channel is closed after this.");
  static final Setting<Integer> PERMITS_MAX =
      count("permits.max", "1024", 1, 100_000, "Exchanges with KMs in flight on a node.");

  static final Setting<Rate> RATE_PROJECT =
      rate("rate.project", "6000/min", "Requests to one project.");
  static final Setting<Rate> RATE_AGENT = rate("rate.agent", "1000/min", "Requests of one agent.");
  static final Setting<Rate> RATE_TASKS_REQUEST =
      rate("rate.tasks-request", "100/min", "Requests for a task by one agent.");
  static final Setting<Rate> RATE_LOGIN =
      rate(
          "rate.login",
          "10/min",
          "Failed sign-ins of one agent from one address; ten times as many of all agents from there.");
  static final Setting<ConnectionLimits> CONNECTIONS_MAX =
      new Setting<>(
          PREFIX + "connections.max",
          "N per node, M per project",
          "20000 per node, 1000 per project",
          false,
          "Client connections and streams open at once; before JDK 21 a project's streams also hold no more of a node's 1,200 threads than they leave free.",
          ConnectionLimits::parse);
  static final Setting<Integer> BREAKER_FAILURES =
      count("breaker.failures", "5", 1, 1_000, "Failures in a row that open a project's breaker.");
  static final Setting<Duration> BREAKER_DELAY =
      time("breaker.delay", "PT60S", "How long an open breaker refuses.");
  static final Setting<Integer> CACHE_LOCAL_SIZE =
      count("cache.local.size", "1000", 0, 10_000_000, "Responses in a node's first-level cache.");
  static final Setting<Duration> CACHE_LOCAL_TTL =
      time("cache.local.ttl", "PT1M", "How long a response stays in it.");

  static final Setting<Boolean> CRITICAL =
      flag("critical", "A critical project is never in the first step of a roll-out.")
          .forProjectsToo();
  static final Setting<List<Integer>> ROLLOUT_STEPS =
      new Setting<>(
          PREFIX + "rollout.steps",
          "percent, comma between, the last one 100",
          "10,50,100",
          false,
          "The share of projects that each step of a roll-out reaches, unless it says otherwise.",
          Parsers::steps);
  static final Setting<Duration> ROLLOUT_OBSERVE =
      time("rollout.observe", "PT30S", "How long each project must stay healthy after its switch.");
  static final Setting<Integer> ROLLOUT_PARALLEL =
      count("rollout.parallel", "2", 1, 100, "Processes that a roll-out replaces at once.");
  static final Setting<Boolean> ROLLOUT_BUILT_IN =
      flag(
          "rollout.built-in",
          "Whether a new built-in KM waits for a roll-out; otherwise the next start of each project takes it.");

  static final Setting<Path> DATA =
      new Setting<>(
          PREFIX + "data", "path", "var", false, "Everything that Berth keeps.", Parsers::path);
  static final Setting<String> NODE =
      new Setting<>(
          PREFIX + "node", "name", "node-1", false, "The name of this node.", Parsers::node);
  static final Setting<Optional<String>> INSTALLATION =
      named(
          "installation",
          "name",
          "The identity of the installation, which marks its processes; the berth command hands it over, without it the one in the database counts.",
          Parsers::optionalName);
  static final Setting<String> DATABASE_URL =
      new Setting<>(
          PREFIX + "database.url",
          "JDBC URL",
          "jdbc:postgresql://127.0.0.1:5432/berth",
          false,
          "The PostgreSQL database of the installation.",
          Parsers::jdbcUrl);
  static final Setting<String> DATABASE_USER =
      new Setting<>(PREFIX + "database.user", "name", "berth", false, "Its user.", Parsers::text);
  static final Setting<Optional<Path>> DATABASE_PASSWORD_FILE =
      named(
          "database.password-file",
          "path",
          "A file (0600) with its password; read again for each new connection.",
          Parsers::optionalPath);
  static final Setting<Optional<Path>> KM_JAVA =
      named(
          "km.java",
          "path",
          "The home of the JDK for built-in KMs; without it, the one the node runs on.",
          Parsers::optionalPath);
  static final Setting<List<String>> HOSTS =
      named(
          "hosts",
          "names, comma between",
          "The names under which callers may reach this node, without a port; IP addresses and localhost always may. Without it, any name.",
          Parsers::hosts);
  static final Setting<List<String>> ORIGINS =
      named(
          "origins",
          "origins, comma between",
          "The other web sites whose pages may call this server, like https://console.example.org; its own pages always may.",
          Parsers::origins);
  static final Setting<Optional<String>> PUBLIC_URL =
      named(
          "public-url",
          "URL",
          "How clients reach this installation, for its OAuth metadata; without it, as each of them addressed it.",
          Parsers::optionalUrl);
  static final Setting<Optional<Path>> ISSUERS_FILE =
      named(
          "issuers-file",
          "path",
          "A JSON file with the OpenID Connect issuers whose tokens are accepted beside our own.",
          Parsers::optionalPath);
  static final Setting<Duration> KEYS_ROTATE_AFTER =
      timeOrZero(
          "keys.rotate-after",
          "P90D",
          "A signing key that is older is replaced when it is to sign next; zero for never.");
  static final Setting<String> URL =
      new Setting<>(
          PREFIX + "url",
          "URL",
          "http://127.0.0.1:8080",
          false,
          "Where the berth command finds the server; the server does not use it.",
          Parsers::text);
  static final Setting<String> TOKEN =
      named(
          "token",
          "token",
          "The credential of the berth command; the server does not use it.",
          Parsers::text);

  private static final List<Setting<?>> MOST =
      List.of(
          IDLE_TIMEOUT,
          IDLE_GRACE,
          IDLE_MIN_REQUESTS,
          IDLE_UNUSED_TIMEOUT,
          IDLE_STREAM_SILENCE,
          IDLE_SWEEP,
          SCHEDULE_KEEP_WARM,
          SCHEDULE_KEEP_WARM_FOR,
          SCHEDULE_WAKE,
          SCHEDULE_ZONE,
          SCHEDULE_LATENESS,
          MAX_AGE,
          MAX_AGE_PATIENCE,
          START_TIMEOUT,
          START_CONCURRENCY,
          START_WAITING,
          RESPONSE_TIMEOUT,
          DRAIN_TIMEOUT,
          STOP_TIMEOUT,
          WARM_POOL_SIZE,
          WARM_POOL_MAX_AGE,
          SHARED_PROJECTS,
          SHARED_POLICY,
          SHARED_BELOW,
          SHARED_WINDOW,
          HEALTH_INTERVAL,
          HEALTH_TIMEOUT,
          HEALTH_FAILURES,
          HEALTH_DEGRADED_ACTION,
          RESTART_BACKOFF,
          RESTART_MAX,
          RESTART_QUARANTINE_AFTER,
          QUARANTINE_COOL_DOWN,
          ORPHAN_TIMEOUT,
          PORTS_RANGES,
          PORTS_STRATEGY,
          POOL_MIN,
          POOL_MAX,
          POOL_IDLE,
          POOL_LIFETIME,
          POOL_EXPAND_AT,
          POOL_EXPAND_TO,
          POOL_CONTRACT_AT,
          POOL_CONTRACT_TO,
          CHANNELS_MAX,
          CHANNELS_IDLE,
          PERMITS_MAX,
          RATE_PROJECT,
          RATE_AGENT,
          RATE_TASKS_REQUEST,
          RATE_LOGIN,
          CONNECTIONS_MAX,
          BREAKER_FAILURES,
          BREAKER_DELAY,
          CACHE_LOCAL_SIZE,
          CACHE_LOCAL_TTL,
          CRITICAL,
          ROLLOUT_STEPS,
          ROLLOUT_OBSERVE,
          ROLLOUT_PARALLEL,
          ROLLOUT_BUILT_IN,
          DATA,
          NODE,
          INSTALLATION,
          DATABASE_URL,
          DATABASE_USER,
          DATABASE_PASSWORD_FILE,
          KM_JAVA,
          HOSTS,
          ORIGINS,
          PUBLIC_URL,
          ISSUERS_FILE,
          KEYS_ROTATE_AFTER,
          URL,
          TOKEN);

  /** All of them. */
  public static final List<Setting<?>> ALL =
      Stream.of(
              MOST,
              ObservationCatalogue.ALL,
              AgentCatalogue.ALL,
              EventCatalogue.ALL,
              AdviceCatalogue.ALL,
              SecurityCatalogue.ALL)
          .flatMap(List::stream)
          .toList();

  private Catalogue() {}

  private static Setting<Duration> time(String key, String fallback, String meaning) {
    return new Setting<>(PREFIX + key, "duration", fallback, false, meaning, Parsers::positive);
  }

  private static Setting<Duration> timeOrZero(String key, String fallback, String meaning) {
    return new Setting<>(
        PREFIX + key, "duration, zero allowed", fallback, false, meaning, Parsers::notNegative);
  }

  private static Setting<Optional<CronExpression>> cron(String key, String meaning) {
    return new Setting<>(PREFIX + key, "cron expression", "", true, meaning, Parsers::cron);
  }

  private static Setting<Rate> rate(String key, String fallback, String meaning) {
    return new Setting<>(PREFIX + key, "rate", fallback, false, meaning, Parsers::rate);
  }

  private static Setting<Boolean> flag(String key, String meaning) {
    return new Setting<>(PREFIX + key, "true or false", "false", false, meaning, Parsers::flag);
  }

  private static <T> Setting<T> named(
      String key, String type, String meaning, Function<String, T> parser) {
    return new Setting<>(PREFIX + key, type, "", false, meaning, parser);
  }

  private static Setting<Integer> count(
      String key, String fallback, int least, int most, String meaning) {
    return new Setting<>(
        PREFIX + key,
        "number, " + least + " to " + most,
        fallback,
        false,
        meaning,
        text -> Parsers.number(text, least, most));
  }
}
