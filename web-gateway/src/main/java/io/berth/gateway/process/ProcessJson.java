package io.berth.gateway.process;

import io.berth.connector.api.LastExit;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.StartSource;
import io.berth.gateway.json.JsonView;
import io.berth.lifecycle.process.ProcessView;
import java.util.OptionalInt;

/** A process as JSON, field by field as the contract has it. Pure. */
public final class ProcessJson {
  private ProcessJson() {}

  /** One process; the same wherever it is shown. */
  public static JsonView view(ProcessView view) {
    ProcessSnapshot slot = view.snapshot();
    return new JsonView()
        .text("projectId", slot.project())
        .text("state", slot.state())
        .number("generation", slot.generation())
        .text("runtime", slot.runtime())
        .number(
            "runtimeVersion",
            slot.runtimeVersion() > 0 ? OptionalInt.of(slot.runtimeVersion()) : OptionalInt.empty())
        .text("node", view.node())
        .number("port", slot.port())
        .number("pid", slot.pid())
        .text("startedAt", slot.startedAt())
        .text("lastActivityAt", slot.lastActivityAt())
        .number("requests", slot.requests())
        .number("inFlight", slot.inFlight())
        .number("openStreams", slot.openStreams())
        .measured("requestsPerMinute", view.requestsPerMinute())
        .number("rssBytes", view.usage().map(u -> u.rssBytes()))
        .number("pssBytes", view.usage().map(u -> u.pssBytes()))
        .measured("cpuPercent", view.cpuPercent())
        .text("idleFor", view.idleFor())
        .text("idleStopAt", view.idleStopAt())
        .text("idleBecause", view.idleBecause())
        .text("recycleAt", view.recycleAt())
        .number("startMillis", slot.startTook().map(d -> d.toMillis()))
        .text("startSource", slot.startSource().map(StartSource::label))
        .number("etaMillis", view.eta().map(d -> d.toMillis()))
        .number("restarts", slot.restarts())
        .view("lastExit", slot.lastExit().map(ProcessJson::exit));
  }

  private static JsonView exit(LastExit exit) {
    return new JsonView()
        .number("code", exit.code())
        .number("signal", exit.signal())
        .text("reason", exit.reason())
        .text("at", exit.at());
  }
}
