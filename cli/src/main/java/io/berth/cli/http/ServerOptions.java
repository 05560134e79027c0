package io.berth.cli.http;

import io.berth.cli.CommandFailure;
import io.berth.cli.Session;
import io.berth.cli.installation.DataOption;
import io.berth.cli.installation.Installation;
import io.berth.cli.node.Node;
import io.berth.cli.os.ProcFs;
import java.net.URI;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that talks to a server. */
public final class ServerOptions {
  private static final int DEFAULT_PORT = 8080;

  @Mixin private DataOption data;

  @Option(names = "--url", paramLabel = "URL", description = "The server (default: BERTH_URL).")
  private String url;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  /** Whether the result is wanted as JSON. */
  public boolean json() {
    return json;
  }

  /** The installation that is meant. */
  public Installation installation(Session session) {
    return data.installation(session);
  }

  /** The server with the administrator's or the given credential. */
  public BerthApi api(Session session) {
    Installation installation = installation(session);
    String given = session.env().getOrDefault("BERTH_TOKEN", "");
    URI base = url(session, installation);
    String token =
        given.isEmpty()
            ? installation.adminToken().orElseThrow(() -> noToken(installation))
            : given;
    return new BerthApi(base, token);
  }

  private URI url(Session session, Installation installation) {
    String text = url == null ? session.env().getOrDefault("BERTH_URL", "") : url;
    if (text.isEmpty()) {
      int port = new Node(installation, Node.FIRST, new ProcFs()).port().orElse(DEFAULT_PORT);
      return URI.create("http://127.0.0.1:" + port);
    }
    try {
      URI uri = URI.create(text.replaceAll("/+$", ""));
      if (uri.getHost() == null || !uri.getScheme().startsWith("http")) {
        throw new IllegalArgumentException("no host");
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          CommandFailure.USAGE, "The server's URL is not like http://host:port: " + text, e);
    }
  }

  private static CommandFailure noToken(Installation installation) {
    return new CommandFailure(
        CommandFailure.NOT_RUNNING,
        "Berth was never started in "
            + installation.data()
            + ": run berth up, or name the folder with --data, or set BERTH_URL and BERTH_TOKEN.",
        null);
  }
}
