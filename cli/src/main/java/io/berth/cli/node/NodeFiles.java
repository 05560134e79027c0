package io.berth.cli.node;

import io.berth.cli.os.PrivateFiles;
import io.berth.cli.postgres.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** The files that a node reads at its start: its settings (0600) and the listener's commands. */
final class NodeFiles {
  private static final String LISTENER =
      "set configs.config.server-config.network-config.network-listeners"
          + ".network-listener.http-listener.";
  private static final String HTTP =
      "set configs.config.server-config.network-config.protocols.protocol.http-listener.http.";
  private static final String POOL = "set configs.config.server-config.thread-pools.thread-pool.";

  private NodeFiles() {}

  static void write(
      NodeFolder folder,
      Path data,
      String installation,
      String node,
      Database database,
      String listen)
      throws IOException {
    Properties values = new Properties();
    values.setProperty("berth.data", data.toString());
    values.setProperty("berth.node", node);
    values.setProperty("berth.installation", installation);
    values.setProperty("berth.database.url", database.url());
    values.setProperty("berth.database.user", database.user());
    values.setProperty("berth.database.password-file", database.passwordFile().toString());
    StringWriter text = new StringWriter();
    values.store(text, null);
    PrivateFiles.write(folder.settings(), text.toString());
    PrivateFiles.write(folder.logging(), resource("logging.properties"));
    PrivateFiles.write(
        folder.preBoot(), preBoot(listen).stream().collect(Collectors.joining("\n", "", "\n")));
    PrivateFiles.write(folder.postDeploy(), LISTENER + "enabled=true\n");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = NodeFiles.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What must hold before the listener opens; Payara's defaults suit short pages, not streams. */
  static List<String> preBoot(String listen) {
    return List.of(
        // why: --nohazelcast still opens its port, and on all addresses.
        "set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false",
        // why: the timer store of the default needs Hazelcast; our timers are not persistent.
        "set configs.config.server-config.ejb-container.ejb-timer-service.ejb-timer-service=None",
        LISTENER + "address=" + listen,
        // why: it opens when Berth is deployed; before, every project would be a page "404" of
        // Payara
        LISTENER + "enabled=false",
        // why: nobody needs HTTP/2 in clear text, and every byte of it would be attack surface.
        HTTP + "http2-enabled=false",
        HTTP + "max-connections=-1",
        HTTP + "timeout-seconds=300",
        HTTP + "request-timeout-seconds=-1",
        HTTP + "connection-upload-timeout-millis=-1",
        HTTP + "encoded-slash-enabled=true",
        HTTP + "server-header=false",
        HTTP + "xpowered-by=false",
        POOL + "http-thread-pool.max-thread-pool-size=200",
        POOL + "http-thread-pool.max-queue-size=4096");
  }
}
