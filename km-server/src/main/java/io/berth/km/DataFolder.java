package io.berth.km;

import io.berth.km.access.Secret;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.sqlite.SqliteKnowledgeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;

/**
 * Opens what one project has on disk, for a process of its own as for a shared one. Whatever cannot
 * be opened is a {@link StartFailure} that names the folder.
 */
final class DataFolder {
  private DataFolder() {}

  static Secret secret(KmArguments arguments) throws StartFailure {
    try {
      return Secret.read(arguments.secretFile());
    } catch (IOException | IllegalArgumentException e) {
      throw new StartFailure(
          ExitCode.USAGE,
          "The secret file " + arguments.secretFile() + " is of no use: " + e.getMessage());
    }
  }

  /** The store, with the folder's lock held: no other process writes it until it is closed. */
  static KnowledgeStore open(KmArguments arguments, InstantSource time) throws StartFailure {
    try {
      Files.createDirectories(arguments.data());
      return SqliteKnowledgeStore.open(
          arguments.data(), arguments.key(), arguments.pool(), time, System::nanoTime);
    } catch (KnowledgeException e) {
      int code =
          e.kind() == KnowledgeException.Kind.LOCKED ? ExitCode.DATA_LOCKED : ExitCode.FAILED;
      throw new StartFailure(
          code, "The data folder " + arguments.data() + " cannot be opened: " + e.getMessage());
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.FAILED, "The data folder " + arguments.data() + " cannot be made: " + e);
    }
  }
}
