package io.berth.gateway.rate;

import io.berth.gateway.security.Caller;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.settings.Rate;
import java.security.Principal;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Budgets by what serves a request, where the settings give one: messages to MCP endpoints and
 * requests to the management API for each agent, sign-ins for each address. Operators and
 * administrators have none, as on the data plane. Any thread; never blocks.
 */
public final class RouteLimits {
  private final Optional<Budgets> mcp;
  private final Optional<Budgets> management;
  private final Optional<Budgets> signIn;

  public RouteLimits(BerthSettings.RouteRates rates, LongSupplier nanos) {
    this.mcp = budgets("mcp", rates.mcp(), nanos);
    this.management = budgets("management", rates.management(), nanos);
    this.signIn = budgets("sign-in", rates.signIn(), nanos);
  }

  private static Optional<Budgets> budgets(String name, Optional<Rate> rate, LongSupplier nanos) {
    return rate.map(given -> new Budgets(name, given, nanos));
  }

  /** Counts a message of this caller to an MCP endpoint, if it is an agent. */
  public Optional<Exceeded> ofMcp(Principal caller) {
    return mcp.isPresent() && caller instanceof Caller known && known.isOnlyAgent()
        ? mcp.get().take(known.subject())
        : Optional.empty();
  }

  /**
   * Counts a request of this agent to the management API.
   *
   * @param headers takes name and value of what the answer says about the budget
   */
  public Optional<Exceeded> ofManagement(String agent, BiConsumer<String, String> headers) {
    return management.flatMap(budget -> count(budget, agent, headers));
  }

  /** Counts a sign-in from this address. */
  public Optional<Exceeded> ofSignIn(String address, BiConsumer<String, String> headers) {
    return signIn.flatMap(budget -> count(budget, address, headers));
  }

  private static Optional<Exceeded> count(
      Budgets budget, String owner, BiConsumer<String, String> headers) {
    Budgets.Taken taken = budget.count(owner);
    headers.accept("RateLimit", taken.rateLimit());
    headers.accept("RateLimit-Policy", taken.policy());
    return taken.exceeded();
  }
}
