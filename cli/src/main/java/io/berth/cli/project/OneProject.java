package io.berth.cli.project;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.ServerOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What every command about one project takes. */
public final class OneProject {
  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "ID", description = "The project.")
  private String id;

  String id() {
    return id;
  }

  boolean json() {
    return server.json();
  }

  BerthApi api(Session session) {
    return server.api(session);
  }

  /** The project's address in the management API, with this at its end. */
  String path(String rest) {
    return "/api/v1/projects/" + BerthApi.segment(id) + rest;
  }
}
