package io.berth.cli.installation;

import io.berth.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The secrets of KM processes that run no more: the adapter removes that of a process which it ends
 * itself, and keeps the others, since its next life asks with them whoever still runs. Called when
 * no KM of the installation runs. Follows no links, and removes nothing else.
 */
public final class LeftSecrets {
  private static final String SECRETS = "secret-*";

  private LeftSecrets() {}

  /** Removes those of all projects. */
  public static void remove(Installation installation) {
    Path projects = installation.data().resolve("projects");
    if (!isFolder(projects)) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(projects)) {
      for (Path folder : folders) {
        Path run = folder.resolve("run");
        if (isFolder(folder) && isFolder(run)) {
          removeFrom(run);
        }
      }
    } catch (IOException e) {
      throw new CommandFailure(
          "Cannot remove the secrets of processes that are gone from "
              + projects
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static void removeFrom(Path run) throws IOException {
    try (DirectoryStream<Path> secrets = Files.newDirectoryStream(run, SECRETS)) {
      for (Path secret : secrets) {
        if (Files.isRegularFile(secret, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(secret);
        }
      }
    }
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }
}
