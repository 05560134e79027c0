package io.berth.cli.node;

import io.berth.cli.os.PrivateFiles;
import io.berth.cli.postgres.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** The files that a node reads at its start: its settings (0600) and the listener's commands. */
final class NodeFiles {
  private static final String NETWORK = "set configs.config.server-config.network-config.";
  private static final String LISTENER =
      NETWORK + "network-listeners.network-listener.http-listener.";
  private static final String TLS_LISTENER =
      NETWORK + "network-listeners.network-listener.https-listener.";
  private static final String PROTOCOL = NETWORK + "protocols.protocol.http-listener.";
  private static final String TLS_PROTOCOL = NETWORK + "protocols.protocol.https-listener.";
  private static final String POOL = "set configs.config.server-config.thread-pools.thread-pool.";

  private NodeFiles() {}

  static void write(
      NodeFolder folder,
      Path data,
      String installation,
      String node,
      Database database,
      String listen,
      Optional<Tls> tls)
      throws IOException {
    Properties values = new Properties();
    values.setProperty("berth.data", data.toString());
    values.setProperty("berth.node", node);
    values.setProperty("berth.installation", installation);
    values.setProperty("berth.database.url", database.url());
    values.setProperty("berth.database.user", database.user());
    values.setProperty("berth.database.password-file", database.passwordFile().toString());
    tls.ifPresent(t -> t.write(values));
    StringWriter text = new StringWriter();
    values.store(text, null);
    PrivateFiles.write(folder.settings(), text.toString());
    PrivateFiles.write(folder.logging(), resource("logging.properties"));
    PrivateFiles.write(folder.preBoot(), lines(preBoot(listen, tls)));
    PrivateFiles.write(folder.postDeploy(), lines(postDeploy(tls)));
  }

  private static String lines(List<String> commands) {
    return commands.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = NodeFiles.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * What must hold before a listener opens; Payara's defaults suit short pages, not streams.
   *
   * @param listen where others may come in; plain HTTP stays on loopback if they come by HTTPS
   */
  static List<String> preBoot(String listen, Optional<Tls> tls) {
    List<String> commands = new ArrayList<>();
    commands.addAll(
        List.of(
            // why: --nohazelcast still opens its port, and on all addresses.
            "set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false",
            // why: the timer store of the default needs Hazelcast; our timers are not persistent.
            "set configs.config.server-config.ejb-container.ejb-timer-service.ejb-timer-service=None",
            LISTENER + "address=" + (tls.isPresent() ? ListenAddress.LOOPBACK : listen),
            // why: it opens when Berth is deployed; before, every project would be a page "404" of
            // Payara
            LISTENER + "enabled=false",
            // why: Payara's own gives work to the thread that waits longest, of 200 the coldest
            POOL + "http-thread-pool.classname=io.berth.http.threads.HttpThreads",
            // why: while requests wait, who was served is looked at by a worker, not the selector
            NETWORK + "transports.transport.tcp.io-strategy=io.berth.http.threads.AskedAgain"));
    commands.addAll(http(PROTOCOL));
    tls.ifPresent(t -> commands.addAll(https(listen, t)));
    return commands;
  }

  private static List<String> http(String protocol) {
    String http = protocol + "http.";
    return List.of(
        // why: nobody needs HTTP/2 in clear text, and every byte of it would be attack surface;
        // by TLS, what upgrades to a WebSocket needs HTTP/1.1.
        http + "http2-enabled=false",
        http + "max-connections=-1",
        http + "timeout-seconds=300",
        http + "request-timeout-seconds=-1",
        http + "connection-upload-timeout-millis=-1",
        http + "encoded-slash-enabled=true",
        http + "server-header=false",
        http + "xpowered-by=false");
  }

  private static List<String> https(String listen, Tls tls) {
    String ssl = TLS_PROTOCOL + "ssl.";
    List<String> commands =
        new ArrayList<>(
            List.of(
                TLS_LISTENER + "address=" + listen,
                TLS_LISTENER + "port=" + tls.port(),
                // why: the name under which Berth offers its certificate, once it is deployed
                ssl + "key-algorithm=BerthPem",
                // why: with a name of a certificate, key stores of Payara would be asked
                ssl + "cert-nickname=",
                ssl + "tls-enabled=false",
                ssl + "tls11-enabled=false",
                ssl + "tls12-enabled=true",
                ssl + "tls13-enabled=true"));
    commands.addAll(http(TLS_PROTOCOL));
    return commands;
  }

  /** why the plain one last: who finds it open finds both open. */
  private static List<String> postDeploy(Optional<Tls> tls) {
    return tls.isPresent()
        ? List.of(TLS_LISTENER + "enabled=true", LISTENER + "enabled=true")
        : List.of(LISTENER + "enabled=true");
  }
}
