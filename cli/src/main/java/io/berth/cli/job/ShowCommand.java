package io.berth.cli.job;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import picocli.CommandLine.Command;

/** {@code berth job show}. */
@Command(name = "show", description = "Show a job.")
public final class ShowCommand extends OneJob {
  /** A command of this session. */
  public ShowCommand(Session session) {
    super(session);
  }

  @Override
  Reply ask(BerthApi api, String path) {
    return api.get(path);
  }
}
