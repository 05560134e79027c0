package io.berth.cli.token;

import io.berth.cli.CommandFailure;
import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code berth token revoke}. */
@Command(name = "revoke", description = "Take back one token, or all that a subject has now.")
public final class RevokeCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ID",
      description = "The token's id (its claim jti; --json tells it when it is made).")
  private String id;

  @Option(names = "--subject", paramLabel = "NAME", description = "All that it has now.")
  private String subject;

  /** A command of this session. */
  public RevokeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if ((id == null) == (subject == null)) {
      throw new CommandFailure(
          CommandFailure.USAGE, "Which tokens? Give either an ID or --subject NAME.", null);
    }
    Reply reply =
        server
            .api(session)
            .post(
                "/api/v1/tokens/revoke",
                id == null ? Map.of("subject", subject) : Map.of("id", id));
    session
        .console()
        .print(
            server.json()
                ? reply.pretty()
                : id == null
                    ? "Every token that " + subject + " has had until now is worthless."
                    : "The token " + id + " is worthless.");
    return 0;
  }
}
