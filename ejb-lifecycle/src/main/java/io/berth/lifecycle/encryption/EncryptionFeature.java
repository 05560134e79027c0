package io.berth.lifecycle.encryption;

import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.project.StoredProjects;
import io.berth.lifecycle.secret.NodeSecrets;
import io.berth.lifecycle.settings.BerthSettings;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** The parts of this feature, put together. Made once by the node. */
public record EncryptionFeature(ProjectKeys keys, KeyChanges changes, Encryption encryption) {
  /** What this feature stands on. */
  public record Base(
      BerthSettings settings,
      NodeSecrets secrets,
      Connector connector,
      Database database,
      StoredEvents events,
      StoredProjects projects,
      Executor executor,
      InstantSource clock) {}

  /** Puts it together. */
  public static EncryptionFeature on(Base base) {
    boolean forNewProjects = base.settings.encryption();
    MasterKeys masters = new MasterKeys(base.secrets.masterKey(), base.secrets.oldMasterKey());
    ProjectKeys keys = new ProjectKeys(masters, forNewProjects, base.clock);
    KeyChanges changes =
        new KeyChanges(
            base.database, base.events, base.connector, base.settings, masters, keys, base.clock);
    return new EncryptionFeature(
        keys,
        changes,
        new StoredEncryption(
            base.database,
            base.projects,
            masters,
            forNewProjects,
            changes,
            new MasterRotation(base.database, base.events, masters, base.clock),
            base.executor));
  }
}
