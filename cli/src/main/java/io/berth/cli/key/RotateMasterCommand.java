package io.berth.cli.key;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth key rotate-master}. */
@Command(
    name = "rotate-master",
    description =
        "Wrap the key of every project by the master key of berth.encryption.master-key-file; the"
            + " one of before must be in berth.encryption.old-master-key-file. Stops nothing.")
public final class RotateMasterCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  /** A command of this session. */
  public RotateMasterCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Reply reply = server.api(session).post("/api/v1/encryption/rotate-master", Map.of());
    session
        .console()
        .print(
            server.json()
                ? reply.pretty()
                : (long) Values.number(reply.json(), "rewrapped")
                    + " keys were wrapped anew; all are wrapped by master key "
                    + Values.text(reply.json(), "masterKey")
                    + " now.");
    return 0;
  }
}
