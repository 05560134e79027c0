package io.berth.cli.rollout;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What every command about one roll-out takes. */
public final class OneRollout {
  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "ID", description = "Its number.")
  private long id;

  int show(Session session) {
    return print(session, server.api(session).get(path("")));
  }

  int order(Session session, String order) {
    return print(session, server.api(session).post(path("/" + order), Map.of()));
  }

  private String path(String rest) {
    return "/api/v1/rollouts/" + id + rest;
  }

  private int print(Session session, Reply reply) {
    if (server.json()) {
      session.console().print(reply.pretty());
    } else {
      RolloutText.lines(reply.json()).forEach(session.console()::print);
    }
    return 0;
  }
}
