package io.berth.gateway.rate;

import io.berth.gateway.problem.ProblemException;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.settings.Rate;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.LongSupplier;

/**
 * How often signing in may fail ({@code berth.rate.login}): so often for one agent from one
 * address, ten times as often from that address for all agents. Whoever has the right secret is
 * never counted; a stranger elsewhere locks nobody out. Counted by each node; never blocks.
 */
@ApplicationScoped
public class SignIns {
  private static final int AGENTS_OF_AN_ADDRESS = 10;
  private static final int LONGEST = 64;

  @Inject BerthSettings settings;

  private Budgets ofAgents;
  private Budgets ofAddresses;

  @PostConstruct
  void open() {
    open(settings.rate().login(), System::nanoTime);
  }

  void open(Rate rate, LongSupplier nanos) {
    ofAgents = new Budgets("login", rate, nanos);
    ofAddresses =
        new Budgets("login", new Rate(rate.count() * AGENTS_OF_AN_ADDRESS, rate.per()), nanos);
  }

  /** Ends the request if too many failed before it. */
  public void require(String agent, String address) {
    ofAgents
        .spent(owner(agent, address))
        .or(() -> ofAddresses.spent(address))
        .ifPresent(
            early -> {
              throw new ProblemException(early.problem());
            });
  }

  /** One more failed. */
  public void failed(String agent, String address) {
    ofAgents.take(owner(agent, address));
    ofAddresses.take(address);
  }

  /** why shortened: the name is whatever a stranger sent. */
  private static String owner(String agent, String address) {
    String name = agent.length() > LONGEST ? agent.substring(0, LONGEST) : agent;
    return name + " from " + address;
  }
}
