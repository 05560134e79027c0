package io.berth.cli.node;

import io.berth.cli.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a node speaks HTTPS and with which certificate. Immutable; wanted by the options or the
 * environment, remembered in the node's record for the next start.
 *
 * @param certificate absolute, PEM
 * @param key absolute, PEM
 */
record Tls(Path certificate, Path key, int port) {
  private static final int PORT = 8443;
  private static final int LAST_PORT = 65_535;

  /** What the command line says of it; what it does not say is null. */
  record Wanted(Path certificate, Path key, Integer port, boolean none) {
    static final Wanted NOTHING = new Wanted(null, null, null, false);

    /** The same, filled from {@code BERTH_TLS_CERT}, {@code _KEY} and {@code _PORT}. */
    Wanted with(Map<String, String> env) {
      return new Wanted(
          certificate == null ? path(env.get("BERTH_TLS_CERT")) : certificate,
          key == null ? path(env.get("BERTH_TLS_KEY")) : key,
          port == null ? number(env.get("BERTH_TLS_PORT")) : port,
          none);
    }

    private static Path path(String text) {
      return text == null || text.isBlank() ? null : Path.of(text.strip());
    }

    private static Integer number(String text) {
      try {
        return text == null || text.isBlank() ? null : Integer.valueOf(text.strip());
      } catch (NumberFormatException e) {
        throw usage("BERTH_TLS_PORT is '" + text + "', but must be a number.");
      }
    }
  }

  /**
   * What the next server is to do.
   *
   * @param last what the one before it did
   */
  static Optional<Tls> of(Wanted wanted, Optional<Tls> last) {
    if (wanted.none()) {
      return Optional.empty();
    }
    if ((wanted.certificate() == null) != (wanted.key() == null)) {
      throw usage("--tls-cert and --tls-key (BERTH_TLS_CERT, BERTH_TLS_KEY) belong together.");
    }
    Integer port = wanted.port() == null ? last.map(Tls::port).orElse(PORT) : wanted.port();
    if (port < 1 || port > LAST_PORT) {
      throw usage("--tls-port must be between 1 and " + LAST_PORT + ".");
    }
    if (wanted.certificate() == null) {
      return last.map(before -> new Tls(before.certificate(), before.key(), port));
    }
    return Optional.of(
        new Tls(
            wanted.certificate().toAbsolutePath().normalize(),
            wanted.key().toAbsolutePath().normalize(),
            port));
  }

  /** Fails early, with the name of a file that is not there; the server looks into them. */
  void check() {
    for (Path file : new Path[] {certificate, key}) {
      if (!Files.isReadable(file)) {
        throw new CommandFailure(
            "Cannot read "
                + file
                + " for TLS; name another with --tls-cert and --tls-key, or give --no-tls.");
      }
    }
  }

  void write(Properties values) {
    values.setProperty("berth.tls.cert", certificate.toString());
    values.setProperty("berth.tls.key", key.toString());
    values.setProperty("berth.tls.port", Integer.toString(port));
  }

  /**
   * What {@link #write} wrote, if anything.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  static Optional<Tls> read(Properties values) {
    String certificate = values.getProperty("berth.tls.cert");
    return certificate == null
        ? Optional.empty()
        : Optional.of(
            new Tls(
                Path.of(certificate),
                Path.of(values.getProperty("berth.tls.key", "")),
                Integer.parseInt(values.getProperty("berth.tls.port", ""))));
  }

  private static CommandFailure usage(String what) {
    return new CommandFailure(CommandFailure.USAGE, what, null);
  }
}
