package io.berth.cli.token;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth token renew-key}. */
@Command(name = "renew-key", description = "Sign tokens with a new key from now on.")
public final class RenewKeyCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Option(
      names = "--forget",
      description =
          "Make every token made before worthless at once, because a key was stolen; the"
              + " administrator's new one is in DIR/admin-token.")
  private boolean forget;

  /** A command of this session. */
  public RenewKeyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Reply reply = server.api(session).post("/api/v1/tokens/renew-key", Map.of("forget", forget));
    session
        .console()
        .print(
            server.json()
                ? reply.pretty()
                : "Tokens are signed with the key "
                    + Values.text(reply.json(), "keyId")
                    + " now; "
                    + (forget
                        ? "every token made before is worthless."
                        : "those made before are good until they expire."));
    return 0;
  }
}
