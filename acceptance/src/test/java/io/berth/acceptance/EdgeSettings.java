package io.berth.acceptance;

import java.util.Map;

/** Settings of the gateway that both assemblies are tested with: what is off by default is on. */
public final class EdgeSettings {
  /** The page that may call the server. */
  public static final String LISTED_ORIGIN = "https://console.example";

  /** Messages of one agent to MCP endpoints: more than any test sends, but the one that asks. */
  public static final int MCP_A_MINUTE = 600;

  /** In the environment; the other budgets are told and never spent. */
  public static final Map<String, String> ALL =
      Map.of(
          "BERTH_ORIGINS", LISTED_ORIGIN,
          "BERTH_ACCESS_LOG_FORMAT", "ecs",
          "BERTH_CACHE_AHEAD", "4",
          "BERTH_RATE_MCP", MCP_A_MINUTE + "/min",
          "BERTH_RATE_MANAGEMENT", "1000000/min",
          "BERTH_RATE_SIGN_IN", "1000000/min");

  private EdgeSettings() {}
}
