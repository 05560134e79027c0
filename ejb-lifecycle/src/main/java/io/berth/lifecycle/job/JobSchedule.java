package io.berth.lifecycle.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * When jobs are tried, by db-scheduler: at once, after a failure again with growing pauses, after a
 * crash of the node as soon as it is back. Of one job there is one attempt at a time; whoever ends
 * one looks whether the job was to be tried anew meanwhile. Jobs are on the scheduler's threads,
 * which come from the given factory and end with {@link #close}.
 */
public final class JobSchedule implements AutoCloseable {
  static final int MOST_ATTEMPTS = 12;
  private static final Logger LOG = System.getLogger(JobSchedule.class.getName());
  // why more than two: while models take their time, imports go on
  private static final int THREADS = 4;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final Database database;
  private final String node;
  private final ThreadFactory threads;
  private final InstantSource clock;
  private final SchedulerLog log = new SchedulerLog();
  private volatile Map<String, Task<Void>> tasks = Map.of();
  private volatile Scheduler scheduler;

  public JobSchedule(Database database, String node, ThreadFactory threads, InstantSource clock) {
    this.database = database;
    this.node = node;
    this.threads = threads;
    this.clock = clock;
  }

  /** Starts to work. Called once by the boot, after the database was opened. */
  synchronized void start(JobWork work) throws KmException {
    if (scheduler != null) {
      return;
    }
    tasks =
        JobKind.ALL.stream()
            .map(JobKind::execution)
            .distinct()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> task(name, work)));
    // why: what a node of this name had in hand when it died is nobody's now
    database.transact(
        t ->
            t.execute(
                "UPDATE scheduled_tasks SET picked = false, picked_by = NULL, last_heartbeat = NULL,"
                    + " version = version + 1 WHERE picked_by = ?",
                node));
    Scheduler made =
        Scheduler.create(database.dataSource(), new ArrayList<>(tasks.values()))
            .schedulerName(new SchedulerName.Fixed(node))
            .executorService(Executors.newFixedThreadPool(THREADS, threads))
            .dueExecutor(Executors.newSingleThreadExecutor(threads))
            .housekeeperExecutor(Executors.newScheduledThreadPool(2, threads))
            .threads(THREADS)
            .pollingInterval(Duration.ofSeconds(2))
            // why: the job itself says what went wrong; a stack for each attempt says no more
            .failureLogging(LogLevel.INFO, false)
            .heartbeatInterval(Duration.ofSeconds(10))
            .shutdownMaxWait(Duration.ofSeconds(5))
            .enableImmediateExecution()
            .build();
    log.install();
    made.start();
    scheduler = made;
  }

  private Task<Void> task(String name, JobWork work) {
    return Tasks.custom(name, Void.class)
        .onFailure((complete, operations) -> failed(work, complete, operations))
        .onDeadExecutionRevive()
        .execute(
            (instance, context) -> {
              attempt(work, UUID.fromString(instance.getId()));
              return (complete, operations) -> {
                operations.remove();
                // why after: who has it tried anew before that finds the execution and leaves it to
                // this
                anew(work, instance.getId());
              };
            });
  }

  /** Has it tried soon; nothing happens if it is scheduled already. */
  void add(Job job) {
    Scheduler now = scheduler;
    if (now != null) {
      try {
        now.scheduleIfNotExists(instance(job), clock.instant());
      } catch (KmException | RuntimeException e) {
        // why: the job is durable, and the maintenance timer schedules what is not scheduled
        LOG.log(Level.WARNING, "job " + job.id() + " is not scheduled yet", e);
      }
    }
  }

  /**
   * Has it tried at once, also if it were to wait for a while; where nothing is scheduled, later.
   *
   * @return false if an attempt that was called off is not over yet; another follows it at once
   */
  boolean again(Job job) {
    Scheduler now = scheduler;
    if (now == null) {
      return true;
    }
    try {
      TaskInstance<Void> instance = instance(job);
      if (!now.scheduleIfNotExists(instance, clock.instant())) {
        now.reschedule(instance, clock.instant());
      }
    } catch (TaskInstanceCurrentlyExecutingException e) {
      return false;
    } catch (TaskInstanceNotFoundException e) {
      // why: the attempt before ended between the two
      add(job);
    } catch (KmException | RuntimeException e) {
      LOG.log(Level.WARNING, "job " + job.id() + " is not scheduled yet", e);
    }
    return true;
  }

  private TaskInstance<Void> instance(Job job) throws KmException {
    return tasks.get(JobKind.kind(job).execution()).instance(job.id());
  }

  private static void attempt(JobWork work, UUID id) {
    Optional<Job> job;
    try {
      job = work.begin(id);
    } catch (KmException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    if (job.isPresent()) {
      try {
        work.run(job.get());
      } catch (KmException | RuntimeException e) {
        throw new BegunAndFailed(e);
      }
    }
  }

  /** An attempt had begun: what is queued since then is another one. */
  private static final class BegunAndFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    BegunAndFailed(Exception cause) {
      super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
  }

  private void anew(JobWork work, String job) {
    try {
      work.queued(UUID.fromString(job)).ifPresent(this::again);
    } catch (KmException e) {
      // why: the maintenance timer schedules what is not scheduled
      LOG.log(Level.WARNING, "whether job " + job + " is to be tried anew is not known yet", e);
    }
  }

  private void failed(
      JobWork work, ExecutionComplete complete, ExecutionOperations<Void> operations) {
    int attempts = complete.getExecution().consecutiveFailures + 1;
    String job = complete.getExecution().getId();
    String why = complete.getCause().map(Throwable::getMessage).orElse("unknown");
    try {
      if (attempts >= MOST_ATTEMPTS) {
        work.giveUp(UUID.fromString(job), "given up after " + attempts + " attempts: " + why);
        operations.remove();
        anew(work, job);
        return;
      }
      work.tell(UUID.fromString(job), "attempt " + attempts + " failed, another follows: " + why);
    } catch (KmException e) {
      LOG.log(
          Level.WARNING,
          "attempt {0} of job {1} failed ({2}), which could not be noted: {3}",
          attempts,
          job,
          why,
          e.getMessage());
    }
    operations.reschedule(complete, nextAttempt(complete.getTimeDone(), attempts));
    if (complete.getCause().filter(BegunAndFailed.class::isInstance).isPresent()) {
      anew(work, job);
    }
  }

  static Instant nextAttempt(Instant now, int attempts) {
    Duration pause = Duration.ofSeconds(1L << Math.min(attempts, 20));
    return now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
  }

  /** Ends its threads; jobs under way are taken up again at the next start. */
  @Override
  public synchronized void close() {
    if (scheduler != null) {
      scheduler.stop();
      scheduler = null;
    }
  }
}
