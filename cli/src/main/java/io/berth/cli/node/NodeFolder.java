package io.berth.cli.node;

import io.berth.cli.CommandFailure;
import io.berth.cli.os.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** The names inside a node's folder, and the care for them. */
record NodeFolder(Path root) {
  private static final int OLD_LOGS = 3;

  Path record() {
    return root.resolve("process");
  }

  Path log() {
    return root.resolve("server.log");
  }

  Path settings() {
    return root.resolve("server.properties");
  }

  Path preBoot() {
    return root.resolve("pre-boot.txt");
  }

  Path postDeploy() {
    return root.resolve("post-deploy.txt");
  }

  Path logging() {
    return root.resolve("logging.properties");
  }

  Path server() {
    return root.resolve("server");
  }

  Path temporary() {
    return root.resolve("tmp");
  }

  /** Ready for a start: the folders are there, what an earlier server left in them is not. */
  void prepare() {
    try {
      PrivateFiles.folder(root);
      clear();
      PrivateFiles.folder(server());
      PrivateFiles.folder(temporary());
      rotateLog();
    } catch (IOException e) {
      throw new CommandFailure("Cannot prepare " + root + ": " + e.getMessage(), e);
    }
  }

  /** Removes what only a running server needs. */
  void clear() throws IOException {
    deleteTree(server());
    deleteTree(temporary());
  }

  private void rotateLog() throws IOException {
    if (!Files.exists(log()) || Files.size(log()) == 0) {
      return;
    }
    for (int i = OLD_LOGS - 1; i >= 1; i--) {
      move(root.resolve("server.log." + i), root.resolve("server.log." + (i + 1)));
    }
    move(log(), root.resolve("server.log.1"));
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    }
  }
}
