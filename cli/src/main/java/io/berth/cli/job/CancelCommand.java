package io.berth.cli.job;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code berth job cancel}. */
@Command(name = "cancel", description = "Call a job off that did not end.")
public final class CancelCommand extends OneJob {
  /** A command of this session. */
  public CancelCommand(Session session) {
    super(session);
  }

  @Override
  Reply ask(BerthApi api, String path) {
    return api.post(path + "/cancel", Map.of());
  }
}
