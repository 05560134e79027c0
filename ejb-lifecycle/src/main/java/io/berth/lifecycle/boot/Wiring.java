package io.berth.lifecycle.boot;

import io.berth.lifecycle.advice.BlockerAdvice;
import io.berth.lifecycle.agent.AgentCredentials;
import io.berth.lifecycle.agent.Agents;
import io.berth.lifecycle.capacity.Alerts;
import io.berth.lifecycle.claim.ClaimHealth;
import io.berth.lifecycle.claim.ClaimOrders;
import io.berth.lifecycle.claim.Claims;
import io.berth.lifecycle.claim.Heartbeats;
import io.berth.lifecycle.claim.Reports;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.connector.ContainerConnector;
import io.berth.lifecycle.encryption.Encryption;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.history.ResourceHistory;
import io.berth.lifecycle.job.Jobs;
import io.berth.lifecycle.metrics.MicroProfileMeter;
import io.berth.lifecycle.metrics.WorkMetrics;
import io.berth.lifecycle.once.OnceLedger;
import io.berth.lifecycle.overview.SystemOverview;
import io.berth.lifecycle.plan.FeaturePlans;
import io.berth.lifecycle.port.PortHistory;
import io.berth.lifecycle.presence.AgentSignals;
import io.berth.lifecycle.presence.Presence;
import io.berth.lifecycle.presence.StoredPresence;
import io.berth.lifecycle.presence.StoredSignals;
import io.berth.lifecycle.process.ProcessEventRecorder;
import io.berth.lifecycle.process.ProjectLifecycle;
import io.berth.lifecycle.project.ProjectRegistry;
import io.berth.lifecycle.rollout.Answers;
import io.berth.lifecycle.rollout.Rollouts;
import io.berth.lifecycle.runtime.RuntimeRegistry;
import io.berth.lifecycle.search.CrossSearch;
import io.berth.lifecycle.search.KmSearch;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.settings.InvalidSettings;
import io.berth.lifecycle.sharing.Proposals;
import io.berth.lifecycle.task.Tasks;
import io.berth.lifecycle.token.Revocations;
import io.berth.lifecycle.waiting.WaitingClaims;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadPoolExecutor;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * Makes the node's parts when the container starts the application, and offers the boundary
 * interfaces for injection. The beans are there at once; until the boot is over they answer
 * UNAVAILABLE.
 */
@ApplicationScoped
public class Wiring {
  private static final Logger LOG = System.getLogger(Wiring.class.getName());
  private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(30);

  @Inject private Instance<BerthSettings> settings;
  @Inject private MetricRegistry metrics;

  @Resource private ManagedThreadFactory threads;

  private ThreadPoolExecutor executor;
  private LifecycleNode node;
  private Boot boot;
  private InvalidSettings mistakes;

  @PostConstruct
  void assemble() {
    executor = NodeThreads.pool(threads);
    try {
      node = new LifecycleNode(base(settings.get()));
      boot = new Boot(node, DATABASE_PATIENCE);
    } catch (InvalidSettings e) {
      // why: the application stays, so that readiness can say what is wrong
      mistakes = e;
      LOG.log(Level.ERROR, "Berth does not start, its settings are wrong: " + e.getMessage());
    }
  }

  private LifecycleNode.Base base(BerthSettings read) {
    return new LifecycleNode.Base(
        read,
        new ContainerConnector(),
        new MicroProfileMeter(metrics),
        new WorkMetrics(metrics),
        executor,
        threads,
        InstantSource.system(),
        System::nanoTime);
  }

  @PreDestroy
  void close() {
    if (node != null) {
      node.close();
    }
    executor.shutdownNow();
  }

  /** The parts; fails with the mistakes when the settings are wrong. */
  public LifecycleNode parts() {
    if (node == null) {
      throw new IllegalStateException("Berth did not start: " + mistakes.getMessage(), mistakes);
    }
    return node;
  }

  /** The boot of this node; empty when the settings are wrong. */
  public Optional<Boot> boot() {
    return Optional.ofNullable(boot);
  }

  /** For the message-driven bean. */
  @Produces
  @Dependent
  public ProcessEventRecorder recorder() {
    return parts().processes().recorder();
  }

  /** For health probes. */
  @Produces
  @ApplicationScoped
  public BootState bootState() {
    return mistakes == null
        ? new BootProgress(node, boot, executor)
        : new WrongSettings(mistakes.getMessage());
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public ProjectRegistry projects() {
    return parts().projects();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public RuntimeRegistry runtimes() {
    return parts().runtimes();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public ProjectLifecycle lifecycle() {
    return parts().processes().lifecycle();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public EventLog events() {
    return parts().events();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public SystemOverview overview() {
    return parts().overview();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public ResourceHistory history() {
    return parts().resources().history();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public Alerts alerts() {
    return parts().resources().alerts();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public Jobs jobs() {
    return parts().jobs().jobs();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public PortHistory ports() {
    return parts().ports();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public Rollouts rollouts() {
    return parts().rollout().rollouts();
  }

  /** For injection: where the data plane reports answers. */
  @Produces
  @Dependent
  public Answers answers() {
    return parts().rollout().answers();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public Proposals proposals() {
    return parts().sharing();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public Agents agents() {
    return parts().work().agents();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public CrossSearch crossSearch() {
    LifecycleNode parts = parts();
    return new KmSearch(parts.connector(), parts.processes().lifecycle(), parts.projects());
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public AgentCredentials agentCredentials() {
    return parts().work().credentials();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public Tasks tasks() {
    return parts().work().tasks();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public Claims claims() {
    return parts().work().claims();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public WaitingClaims waitingClaims() {
    return parts().waiting().parked();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public Reports reports() {
    return parts().work().reports();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public ClaimOrders claimOrders() {
    return parts().work().orders();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public ClaimHealth claimHealth() {
    return parts().work().health();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public Heartbeats heartbeats() {
    return parts().work().heartbeats();
  }

  /** For injection: what connected agents must hear. */
  @Produces
  @ApplicationScoped
  public AgentSignals signals() {
    return new StoredSignals(parts().database());
  }

  /** For injection: which agents are connected. */
  @Produces
  @ApplicationScoped
  public Presence presence() {
    return new StoredPresence(parts().database(), parts().settings().node());
  }

  /** For injection. */
  @Produces
  @Dependent
  public BlockerAdvice blockerAdvice() {
    return parts().advice().blockers();
  }

  /** For injection: plans at once, by rules; jobs make those that ask a model. */
  @Produces
  @Dependent
  public FeaturePlans plans() {
    return new FeaturePlans(parts().work().tasks(), parts().advice().rules());
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public Revocations revocations() {
    return parts().revocations();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public OnceLedger onceLedger() {
    return parts().once();
  }

  /** For injection. */
  @Produces
  @ApplicationScoped
  public Encryption encryption() {
    return parts().encryption().encryption();
  }

  /** For injection: how the adapter is reached. */
  @Produces
  @ApplicationScoped
  public Connector connector() {
    return parts().connector();
  }

  private record WrongSettings(String mistakes) implements BootState {
    @Override
    public boolean started() {
      return false;
    }

    @Override
    public Map<String, String> hindrances() {
      return Map.of("settings", mistakes);
    }
  }
}
