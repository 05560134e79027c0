package io.berth.gateway.rate;

import io.berth.lifecycle.settings.BerthSettings;
import java.util.Map;

/** Budgets as the container would make them from these settings. */
public final class RatesOf {
  private RatesOf() {}

  public static NodeRates rates(String project, String agent) {
    NodeRates rates = new NodeRates();
    rates.settings =
        BerthSettings.read(Map.of("berth.rate.project", project, "berth.rate.agent", agent));
    return rates;
  }
}
