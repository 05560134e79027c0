package io.berth.lifecycle.boot;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/**
 * Starts the node with the application and calls its duties by timers. Each timer is armed again
 * when its duty is over, so that a slow one never piles up. The deployment does not fail with the
 * boot: then there would be nobody to say why.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class NodeStarter {
  private static final Logger LOG = System.getLogger(NodeStarter.class.getName());
  private static final String BOOT = "boot";
  private static final Duration BOOT_PAUSE = Duration.ofSeconds(5);

  @Inject private Wiring wiring;
  @Resource private TimerService timers;

  private volatile List<Duties.Duty> duties = List.of();
  private volatile boolean ending;

  @PostConstruct
  void start() {
    if (wiring.boot().isEmpty()) {
      return;
    }
    if (wiring.boot().get().attempt()) {
      begin();
    } else {
      arm(BOOT, BOOT_PAUSE);
    }
  }

  private void begin() {
    duties = Duties.of(wiring.parts());
    duties.forEach(duty -> arm(duty.name(), duty.pause()));
  }

  private void arm(String name, Duration pause) {
    if (!ending) {
      timers.createSingleActionTimer(pause.toMillis(), new TimerConfig(name, false));
    }
  }

  @Timeout
  void due(Timer timer) {
    Object name = timer.getInfo();
    if (BOOT.equals(name)) {
      start();
      return;
    }
    for (Duties.Duty duty : duties) {
      if (duty.name().equals(name)) {
        try {
          duty.run();
        } finally {
          arm(duty.name(), duty.pause());
        }
        return;
      }
    }
  }

  @PreDestroy
  void end() {
    ending = true;
    LOG.log(Level.INFO, "Berth node is going down; processes of projects go on");
  }
}
