package io.berth.gateway.system;

import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.WarmPoolUse;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonView;
import io.berth.lifecycle.capacity.Alert;
import io.berth.lifecycle.overview.Overview;
import io.berth.lifecycle.port.PortHistory;
import io.berth.lifecycle.sharing.Proposal;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;

/** The overview, ports and nodes as JSON. Pure. */
final class SystemJson {
  private SystemJson() {}

  static JsonView overview(Overview overview) {
    long used = overview.ports().stream().mapToLong(range -> range.used().size()).sum();
    long total = overview.ports().stream().mapToLong(range -> range.range().size()).sum();
    return new JsonView()
        .text("at", overview.at())
        .number("projects", overview.projects())
        .number("active", overview.byState().getOrDefault(ProcessState.READY, 0L))
        .view("byState", byState(overview))
        .number("memoryBytes", overview.memoryBytes())
        .number("savedBytes", overview.savedBytes())
        .measured("savedPercent", savedPercent(overview))
        .measured("averageStartMillis", overview.averageStartMillis())
        .number("idleStops24h", overview.idleStops24h())
        .view("ports", new JsonView().number("used", used).number("total", total))
        .texts("nodes", overview.nodes())
        .number("nodeMemoryBytes", overview.nodeMemoryBytes())
        .view("warm", warm(overview.warm()));
  }

  private static JsonView warm(WarmPoolUse warm) {
    return new JsonView()
        .number("size", warm.size())
        .number("ready", warm.ready())
        .number("rssBytes", warm.rssBytes())
        .number("pssBytes", warm.pssBytes());
  }

  static JsonView alert(Alert alert) {
    return new JsonView()
        .text("kind", alert.resource().label())
        .text("since", alert.since())
        .text("figures", alert.figures())
        .measured("percent", 100 * alert.amount().share())
        .text("timeLeft", alert.timeLeft())
        .text("next", alert.resource().next());
  }

  static JsonView proposal(Proposal proposal) {
    return new JsonView()
        .text("project", proposal.project())
        .text("process", proposal.process().label())
        .text("why", proposal.why());
  }

  private static JsonView byState(Overview overview) {
    JsonView states = new JsonView();
    for (ProcessState state : ProcessState.values()) {
      states.number(state.name(), overview.byState().getOrDefault(state, 0L));
    }
    return states;
  }

  /** Of what all projects together would take if none slept. */
  static double savedPercent(Overview overview) {
    double all = (double) overview.memoryBytes() + overview.savedBytes();
    return all > 0 ? 100.0 * overview.savedBytes() / all : 0;
  }

  /** The port that was asked for, if one was. */
  static OptionalInt port(String text) {
    if (text == null || text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw Queries.invalid("'port' must be a port number");
    }
  }

  static JsonView ports(PortUse ports, List<PortHistory.Elsewhere> elsewhere) {
    return new JsonView()
        .text("range", ports.range())
        .number("size", ports.range().size())
        .views(
            "used",
            new TreeMap<>(ports.used()).entrySet(),
            use -> new JsonView().number("port", use.getKey()).text("project", use.getValue()))
        .texts("foreign", new TreeSet<>(ports.foreign()))
        .views(
            "elsewhere",
            elsewhere.stream().filter(use -> ports.range().contains(use.port())).toList(),
            use ->
                new JsonView()
                    .number("port", use.port())
                    .text("node", use.node())
                    .text("project", use.project()));
  }
}
