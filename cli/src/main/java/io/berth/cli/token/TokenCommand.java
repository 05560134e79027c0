package io.berth.cli.token;

import io.berth.cli.CommandFailure;
import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth token}: the token alone on stdout, so that a script can take it. */
@Command(
    name = "token",
    description = "Make a token with a role, for some projects and some time; take tokens back.",
    synopsisSubcommandLabel = "[revoke|renew-key]",
    subcommands = {RevokeCommand.class, RenewKeyCommand.class})
public final class TokenCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  // why not required: picocli would ask for it before a subcommand, too
  @Option(names = "--role", paramLabel = "ROLE", description = "admin, operator or agent.")
  private String role;

  @Option(names = "--project", paramLabel = "ID", description = "May be repeated; * for all.")
  private List<String> projects = List.of();

  @Option(
      names = "--analytics",
      paramLabel = "ID",
      description = "One question may reach several of these; may be repeated, never *.")
  private List<String> analytics = List.of();

  @Option(
      names = "--ttl",
      paramLabel = "PT1H",
      defaultValue = "PT1H",
      description = "Default: PT1H.")
  private String ttl;

  @Option(names = "--subject", paramLabel = "NAME", description = "Whom it stands for.")
  private String subject;

  /** A command of this session. */
  public TokenCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (role == null) {
      throw new CommandFailure(
          CommandFailure.USAGE, "Whose token? Give --role admin, operator or agent.", null);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("role", role);
    body.put("projects", projects);
    if (!analytics.isEmpty()) {
      body.put("analytics", analytics);
    }
    body.put("ttl", ttl);
    if (subject != null) {
      body.put("subject", subject);
    }
    Reply reply = server.api(session).post("/api/v1/tokens", body);
    session.console().print(server.json() ? reply.pretty() : Values.text(reply.json(), "token"));
    return 0;
  }
}
