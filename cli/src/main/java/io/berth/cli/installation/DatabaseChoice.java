package io.berth.cli.installation;

import io.berth.cli.postgres.Database;
import io.berth.cli.postgres.EmbeddedPostgres;
import java.util.Map;
import java.util.Optional;

/** The database of an installation: its own embedded one, or one that the operator names. */
public final class DatabaseChoice {
  private final Optional<ExternalDatabase> external;
  private final EmbeddedPostgres embedded;

  private DatabaseChoice(Optional<ExternalDatabase> external, EmbeddedPostgres embedded) {
    this.external = external;
    this.embedded = embedded;
  }

  /** What the environment says. */
  public static DatabaseChoice of(Installation installation, Map<String, String> env) {
    return new DatabaseChoice(
        ExternalDatabase.of(installation, env), new EmbeddedPostgres(installation.postgres()));
  }

  /** Whether it is not ours to start and stop. */
  public boolean isExternal() {
    return external.isPresent();
  }

  /** Whether it runs without our doing anything. */
  public boolean runs() {
    return external.isPresent() || embedded.running().isPresent();
  }

  /** Makes it run. */
  public Database start() {
    return external.isPresent() ? external.get().reach() : embedded.start();
  }

  /**
   * Stops it if it is ours, also when the environment names another now.
   *
   * @return whether there was something to stop
   */
  public boolean stop() {
    return embedded.stop();
  }
}
