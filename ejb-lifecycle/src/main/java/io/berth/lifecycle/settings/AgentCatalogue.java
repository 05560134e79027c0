package io.berth.lifecycle.settings;

import java.util.List;

/** The settings of agents' WebSockets; named in {@link Catalogue#ALL} like all others. */
final class AgentCatalogue {
  static final Setting<Integer> CONNECTIONS =
      count(
          "connections", "12000", 1, 1_000_000, "Agents connected to a node by WebSocket at most.");
  static final Setting<Integer> MESSAGE_SIZE =
      count(
          "message-size",
          "65536",
          1_024,
          1_048_576,
          "The largest message of an agent, in characters.");
  static final Setting<Integer> SEND_QUEUE =
      count(
          "send-queue",
          "64",
          8,
          10_000,
          "Messages that may wait for an agent that reads slowly; beyond it its connection is closed.");

  /** All of them. */
  static final List<Setting<?>> ALL = List.of(CONNECTIONS, MESSAGE_SIZE, SEND_QUEUE);

  private AgentCatalogue() {}

  private static Setting<Integer> count(
      String key, String fallback, int least, int most, String meaning) {
    return new Setting<>(
        Catalogue.PREFIX + "agents." + key,
        "number, " + least + " to " + most,
        fallback,
        false,
        meaning,
        text -> Parsers.number(text, least, most));
  }
}
