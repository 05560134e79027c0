package io.berth.lifecycle.boot;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.advice.AdviceFeature;
import io.berth.lifecycle.board.mirror.BoardFeature;
import io.berth.lifecycle.board.mirror.BoardTurn;
import io.berth.lifecycle.capacity.AlertWatch;
import io.berth.lifecycle.claim.ClaimFeature;
import io.berth.lifecycle.claim.ClaimTimes;
import io.berth.lifecycle.claim.WorkMeter;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.drift.DriftWatch;
import io.berth.lifecycle.encryption.EncryptionFeature;
import io.berth.lifecycle.event.Followers;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.health.HealthWatch;
import io.berth.lifecycle.health.ProbePace;
import io.berth.lifecycle.history.Machine;
import io.berth.lifecycle.history.StoredHistory;
import io.berth.lifecycle.job.JobFeature;
import io.berth.lifecycle.metrics.ProcessMeter;
import io.berth.lifecycle.once.StoredOnce;
import io.berth.lifecycle.outbox.Delivery;
import io.berth.lifecycle.outbox.OutboxFeature;
import io.berth.lifecycle.outbox.SinkLag;
import io.berth.lifecycle.overview.MeasuredOverview;
import io.berth.lifecycle.port.StoredPorts;
import io.berth.lifecycle.process.ProcessFeature;
import io.berth.lifecycle.project.EffectiveSettings;
import io.berth.lifecycle.project.ProjectRemoval;
import io.berth.lifecycle.project.ProjectRules;
import io.berth.lifecycle.project.StoredProjects;
import io.berth.lifecycle.rollout.RolloutFeature;
import io.berth.lifecycle.runtime.StoredRuntimes;
import io.berth.lifecycle.secret.HashingRoom;
import io.berth.lifecycle.secret.NodeSecrets;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.sharing.MoveSweep;
import io.berth.lifecycle.sharing.SharingWatch;
import io.berth.lifecycle.token.StoredRevocations;
import io.berth.lifecycle.waiting.WaitingFeature;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All parts of the lifecycle side of one node, put together. Everything exists from the start; what
 * needs the database fails with UNAVAILABLE until the boot opened it.
 */
public final class LifecycleNode implements AutoCloseable {
  /** What a node stands on; tests give their own. */
  public record Base(
      BerthSettings settings,
      Connector connector,
      ProcessMeter meter,
      WorkMeter workMeter,
      Executor executor,
      ThreadFactory threads,
      InstantSource clock,
      LongSupplier nanos) {}

  private final BerthSettings settings;
  private final Connector connector;
  private final ProcessMeter meter;
  private final Database database;
  private final StoredEvents events;
  private final StoredRuntimes runtimes;
  private final ProjectRemoval removal;
  private final StoredProjects projects;
  private final StoredPorts ports;
  private final EncryptionFeature encryption;
  private final ProcessFeature processes;
  private final HealthWatch health;
  private final ResourceFeature resources;
  private final JobFeature jobs;
  private final MeasuredOverview overview;
  private final RolloutFeature rollout;
  private final SharingWatch sharing;
  private final MoveSweep moves;
  private final ClaimFeature work;
  private final AdviceFeature advice;
  private final StoredRevocations revocations;
  private final StoredOnce once;
  private final WaitingFeature waiting;
  private final OutboxFeature outbox;
  private final NodeSecrets secrets;
  private final BoardFeature boards;
  private final SinkLag sinkLag;
  private final Executor executor;

  public LifecycleNode(Base base) {
    settings = base.settings;
    connector = base.connector;
    meter = base.meter;
    executor = base.executor;
    secrets = new NodeSecrets(settings.secrets(), base.nanos, base.executor);
    BerthSettings.Database place = settings.database().with(secrets.databasePassword());
    database = new Database(place, base.nanos);
    events = new StoredEvents(database, base.clock, new Followers(base.executor));
    runtimes = new StoredRuntimes(database, events, base.clock);
    removal = new ProjectRemoval(database, events, connector, settings);
    projects =
        new StoredProjects(
            database, events, new ProjectRules(settings), removal, base.clock, base.nanos);
    ports = new StoredPorts(database, connector, settings.node());
    encryption = encryption(base);
    processes =
        ProcessFeature.on(
            new ProcessFeature.Base(
                settings,
                connector,
                database,
                events,
                projects,
                meter,
                encryption.keys(),
                base.executor,
                base.clock,
                base.nanos));
    overview = new MeasuredOverview(connector, database, settings.node(), base.clock);
    resources = resources(base);
    health = health(base);
    rollout = rollout(base);
    sharing = new SharingWatch(database, events, projects, settings, base.clock);
    moves = new MoveSweep(connector, database, projects, processes.orders());
    work =
        ClaimFeature.on(
                database,
                events,
                base.clock,
                ClaimTimes.USUAL,
                new HashingRoom(settings.secretHash()))
            .metered(base.workMeter, base.nanos);
    advice = AdviceFeature.on(settings, database, work.tasks(), base.clock, base.executor);
    jobs = jobs(base);
    revocations = new StoredRevocations(database, events, base.clock);
    once = new StoredOnce(database, base.clock);
    waiting = WaitingFeature.on(place, work.claims(), base.executor, base.threads, base.nanos);
    outbox = OutboxFeature.on(settings, secrets, database, base.clock, base.executor);
    boards =
        BoardFeature.on(
            new BoardFeature.Base(
                settings, database, work.tasks(), base.executor, base.clock, base.nanos));
    sinkLag = lag();
  }

  private JobFeature jobs(Base base) {
    return new JobFeature(
        new JobFeature.Base(
            database,
            events,
            projects,
            connector,
            processes.lifecycle(),
            advice,
            work.tasks(),
            settings.node(),
            base.threads,
            base.clock));
  }

  private SinkLag lag() {
    Stream<Delivery> mirrors = boards.turns().stream().map(BoardTurn::delivery);
    Set<String> names =
        Stream.concat(outbox.deliveries().stream(), mirrors)
            .map(delivery -> delivery.sink().name())
            .collect(Collectors.toSet());
    return new SinkLag(
        database,
        names,
        (sink, stream, behind, oldest, failures) ->
            meter.sink(sink, stream.label(), behind, oldest, failures));
  }

  private RolloutFeature rollout(Base base) {
    return RolloutFeature.on(
        new RolloutFeature.Base(
            settings,
            connector,
            database,
            events,
            projects,
            processes.orders(),
            base.executor,
            base.clock,
            base.nanos));
  }

  private EncryptionFeature encryption(Base base) {
    return EncryptionFeature.on(
        new EncryptionFeature.Base(
            settings,
            secrets,
            connector,
            database,
            events,
            projects,
            base.executor,
            base.clock));
  }

  private ResourceFeature resources(Base base) {
    String node = settings.node();
    StoredHistory history =
        new StoredHistory(
            connector, database, overview, new Machine(settings.data()), node, base.clock);
    return new ResourceFeature(
        history,
        new AlertWatch(database, events, history, meter, node, settings.start().concurrency()),
        new DriftWatch(
            connector,
            database,
            events,
            new EffectiveSettings(projects, settings),
            processes.orders(),
            meter,
            base.clock));
  }

  private HealthWatch health(Base base) {
    return new HealthWatch(
        connector,
        new EffectiveSettings(projects, settings),
        processes.orders(),
        base.executor,
        base.nanos,
        base.clock,
        settings.health().interval(),
        ProbePace.longest(settings.health().interval(), settings.orphanTimeout()),
        settings.health().timeout(),
        resources.drift()::probed);
  }

  /** Its settings. */
  public BerthSettings settings() {
    return settings;
  }

  /** The adapter. */
  public Connector connector() {
    return connector;
  }

  /** The meter of processes. */
  public ProcessMeter meter() {
    return meter;
  }

  /** The truth. */
  public Database database() {
    return database;
  }

  /** The audit. */
  public StoredEvents events() {
    return events;
  }

  /** The runtimes. */
  public StoredRuntimes runtimes() {
    return runtimes;
  }

  /** The removal of projects. */
  public ProjectRemoval removal() {
    return removal;
  }

  /** The projects. */
  public StoredProjects projects() {
    return projects;
  }

  /** Who holds and held which port. */
  public StoredPorts ports() {
    return ports;
  }

  /** What is encrypted on disk, and its keys. */
  public EncryptionFeature encryption() {
    return encryption;
  }

  /** Goes on with changes of keys that an interruption left. */
  void finishKeyChanges() throws KmException {
    encryption.changes().finishInterrupted(executor);
  }

  /** Everything about processes. */
  public ProcessFeature processes() {
    return processes;
  }

  /** The health watch. */
  public HealthWatch health() {
    return health;
  }

  /** History, alerts, drift. */
  public ResourceFeature resources() {
    return resources;
  }

  /** Background jobs. */
  public JobFeature jobs() {
    return jobs;
  }

  /** Roll-outs of versions. */
  public RolloutFeature rollout() {
    return rollout;
  }

  /** Who belongs into a shared process. */
  public SharingWatch sharing() {
    return sharing;
  }

  /** The moves into shared processes and out of them. */
  public MoveSweep moves() {
    return moves;
  }

  /** Agents, tasks, claims. */
  public ClaimFeature work() {
    return work;
  }

  /** Who advises. */
  public AdviceFeature advice() {
    return advice;
  }

  /** Tokens that are worthless before their time. */
  public StoredRevocations revocations() {
    return revocations;
  }

  /** What is not to be done twice. */
  public StoredOnce once() {
    return once;
  }

  /** Requests that wait for a task. */
  public WaitingFeature waiting() {
    return waiting;
  }

  /** What goes out of events. */
  public OutboxFeature outbox() {
    return outbox;
  }

  /** Mirrors of boards outside. */
  public BoardFeature boards() {
    return boards;
  }

  /** How far sinks are behind. */
  public SinkLag sinkLag() {
    return sinkLag;
  }

  /** The numbers. */
  public MeasuredOverview overview() {
    return overview;
  }

  /** Ends what runs for it; KMs go on. */
  @Override
  public void close() {
    waiting.close();
    jobs.close();
    advice.close();
    outbox.close();
    boards.close();
    database.close();
    secrets.close();
  }
}
