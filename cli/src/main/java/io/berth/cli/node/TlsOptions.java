package io.berth.cli.node;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options about HTTPS of {@code berth up}. */
final class TlsOptions {
  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "Speak HTTPS with this certificate and chain (PEM); plain HTTP stays on loopback."
              + " Remembered.")
  private Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its private key (PEM, PKCS #8). Both are read again when they change.")
  private Path key;

  @Option(
      names = "--tls-port",
      paramLabel = "PORT",
      description = "Where; default: the last one, or 8443.")
  private Integer port;

  @Option(names = "--no-tls", description = "Speak plain HTTP alone again.")
  private boolean none;

  Tls.Wanted wanted(Map<String, String> env) {
    return new Tls.Wanted(certificate, key, port, none).with(env);
  }
}
