package io.berth.cli.job;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code berth job retry}. */
@Command(name = "retry", description = "Try a job again that failed or was called off.")
public final class RetryCommand extends OneJob {
  /** A command of this session. */
  public RetryCommand(Session session) {
    super(session);
  }

  @Override
  Reply ask(BerthApi api, String path) {
    return api.post(path + "/retry", Map.of());
  }
}
