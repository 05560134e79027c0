package io.berth.gateway.socket;

import io.berth.connector.api.KmException;
import io.berth.gateway.rate.Exceeded;
import io.berth.gateway.rate.NodeRates;
import io.berth.gateway.security.SecurityRealm;
import io.berth.gateway.work.AgentDesk;
import io.berth.lifecycle.boot.Wiring;
import io.berth.lifecycle.claim.Heartbeats;
import io.berth.lifecycle.presence.AgentSignals;
import io.berth.lifecycle.presence.Presence;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.settings.InvalidSettings;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Puts agents' WebSockets together when the application starts, and takes them down at its end. */
@WebListener
public class SocketSetup implements ServletContextListener {
  private static final Logger LOG = Logger.getLogger(SocketSetup.class.getName());

  /** Threads on which agents' messages ask the database, and how many may wait for one. */
  private static final int THREADS = 8;

  private static final int WAITING = 4_000;
  private static final long EVENTS_MILLIS = 250;
  private static final long PULSE_MILLIS = 1_000;

  @Inject SecurityRealm realm;
  @Inject NodeRates rates;
  @Inject AgentDesk desk;
  @Inject Heartbeats heartbeats;
  @Inject Wiring wiring;
  @Inject AgentSignals signals;
  @Inject Presence presence;
  @Inject Instance<BerthSettings> settings;
  @Inject MetricRegistry registry;
  @Resource ManagedThreadFactory threads;

  private AgentSockets sockets;
  private ThreadPoolExecutor executor;
  private ScheduledThreadPoolExecutor clock;

  /** Something that may fail. */
  private interface Step {
    void run() throws KmException;
  }

  @Override
  public void contextInitialized(ServletContextEvent event) {
    BerthSettings.AgentSockets limits;
    try {
      limits = settings.get().agentSockets();
    } catch (InvalidSettings wrongSettings) {
      LOG.log(Level.FINE, "there are no settings to start with", wrongSettings);
      return;
    }
    executor =
        new ThreadPoolExecutor(
            THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), threads);
    executor.allowCoreThreadTimeOut(true);
    clock = new ScheduledThreadPoolExecutor(2, threads);
    AgentConnections connections = new AgentConnections(limits.connections());
    EventPump events = new EventPump(connections, signals, limits.sendQueue());
    Pulse pulse = new Pulse(connections, heartbeats, presence);
    Upkeep upkeep = new Upkeep(connections, realm.authenticator()::check, System::nanoTime);
    MessageDesk messages =
        new MessageDesk(
            desk,
            pulse,
            connections,
            events,
            caller -> rates.limits().ofCaller(caller).map(Exceeded::problem));
    sockets =
        new AgentSockets(limits, connections, events, messages, upkeep, executor, System::nanoTime);
    registry.gauge("berth_agent_connections", connections::size);
    registry.gauge("pm_agent_connections", connections::size);
    registry.gauge("berth_task_requests_waiting", () -> wiring.parts().waiting().parked().size());
    publish(event, new AgentEndpoint(sockets, limits.messageSize()));
    every(EVENTS_MILLIS, "events to agents", events::turn);
    every(PULSE_MILLIS, "heartbeats", pulse::round);
    every(Upkeep.ROUND.toMillis(), "upkeep of connections", upkeep::look);
  }

  private static void publish(ServletContextEvent event, AgentEndpoint endpoint) {
    ServerContainer container =
        (ServerContainer) event.getServletContext().getAttribute(ServerContainer.class.getName());
    try {
      container.addEndpoint(
          ServerEndpointConfig.Builder.create(AgentEndpoint.class, AgentEndpoint.PATH)
              .subprotocols(List.of("bearer"))
              .configurator(new OneEndpoint(endpoint))
              .build());
    } catch (DeploymentException e) {
      throw new IllegalStateException("the WebSocket of agents cannot be published", e);
    }
  }

  /** why one: an object made by the container for each connection costs kilobytes. */
  private static final class OneEndpoint extends ServerEndpointConfig.Configurator {
    private final AgentEndpoint endpoint;

    OneEndpoint(AgentEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(endpoint);
    }
  }

  private void every(long millis, String what, Step step) {
    clock.scheduleWithFixedDelay(() -> guarded(what, step), millis, millis, TimeUnit.MILLISECONDS);
  }

  private static void guarded(String what, Step step) {
    try {
      step.run();
    } catch (KmException e) {
      LOG.log(Level.FINE, what + " are late: {0}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a defect (" + what + "); it is tried again", e);
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (sockets == null) {
      return;
    }
    sockets.close();
    clock.shutdownNow();
    executor.shutdownNow();
    guarded("the last word about connections", presence::nobody);
  }
}
