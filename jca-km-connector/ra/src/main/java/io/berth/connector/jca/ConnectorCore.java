package io.berth.connector.jca;

import io.berth.connector.api.ConnectorSettings;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessEventListener;
import io.berth.connector.channel.ChannelLimits;
import io.berth.connector.channel.ChannelPools;
import io.berth.connector.channel.Exchanges;
import io.berth.connector.channel.PooledExchanges;
import io.berth.connector.process.ProcessSupervisor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What the adapter owns between its start and its stop: the process slots, the channels to the
 * processes, and the list of those who hear process events. Closing it detaches: every Knowledge
 * Manager goes on running.
 */
final class ConnectorCore implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ConnectorCore.class.getName());
  private static final Duration CHANNEL_PATIENCE = Duration.ofSeconds(10);
  private static final long SWEEP_SECONDS = 15;

  private final List<ProcessEventListener> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService housekeeping;
  private final ChannelPools pools;
  private final ProcessSupervisor processes;
  private final Exchanges exchanges;

  private ConnectorCore() {
    pools = new ChannelPools(this::channelLimits, System::nanoTime);
    processes = new ProcessSupervisor(pools, pools::use, this::deliver);
    exchanges = new PooledExchanges(new SlotAdmission(processes), pools, System::nanoTime);
    housekeeping = Executors.newSingleThreadScheduledExecutor(ConnectorCore::housekeeper);
  }

  static ConnectorCore open() {
    ConnectorCore core = new ConnectorCore();
    core.housekeeping.scheduleWithFixedDelay(
        core::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    return core;
  }

  Exchanges exchanges() {
    return exchanges;
  }

  KmProcesses processes() {
    return processes;
  }

  void subscribe(ProcessEventListener listener) {
    listeners.add(listener);
  }

  void unsubscribe(ProcessEventListener listener) {
    listeners.remove(listener);
  }

  /** Each step in its own guard, in the reverse order of the opening; none of them waits long. */
  @Override
  public void close() {
    step("housekeeping", housekeeping::shutdownNow);
    step("process slots", processes::close);
    step("channels", pools::closeAll);
    listeners.clear();
  }

  /** On the adapter's one event thread; what it throws makes the event come again. */
  private void deliver(ProcessEvent event) throws KmException {
    if (listeners.isEmpty()) {
      throw new IllegalStateException(
          "nobody takes process events; is the application with the message-driven bean deployed?");
    }
    for (ProcessEventListener listener : listeners) {
      listener.onProcessEvent(event);
    }
  }

  private ChannelLimits channelLimits() {
    // why present: no generation opens before the settings are there
    ConnectorSettings settings = processes.settings().orElseThrow();
    return new ChannelLimits(settings.channelsMax(), settings.channelIdle(), CHANNEL_PATIENCE);
  }

  private void sweep() {
    step("sweep of idle channels", pools::evictIdle);
  }

  private static void step(String what, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, what + " of the connector failed", e);
    }
  }

  private static Thread housekeeper(Runnable task) {
    Thread thread = Executors.defaultThreadFactory().newThread(task);
    thread.setName("berth-channels");
    thread.setDaemon(true);
    return thread;
  }
}
