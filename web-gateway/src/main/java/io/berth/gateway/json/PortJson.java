package io.berth.gateway.json;

import io.berth.lifecycle.port.PortHolder;

/** A line of the history of ports as JSON. Pure. */
public final class PortJson {
  private PortJson() {}

  public static JsonView holder(PortHolder holder) {
    return new JsonView()
        .number("port", holder.port())
        .text("project", holder.project())
        .text("node", holder.node())
        .number("generation", holder.generation())
        .text("at", holder.at())
        .text("until", holder.until());
  }
}
