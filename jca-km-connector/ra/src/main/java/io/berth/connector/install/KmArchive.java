package io.berth.connector.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/**
 * The archive of loaded classes for one JDK, made once by a training run and then mapped read-only
 * by every KM. Until it is there, or if it cannot be made, a start goes without.
 */
final class KmArchive {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final KmLayout layout;
  private final JavaHome java;

  KmArchive(KmLayout layout, JavaHome java) {
    this.layout = layout;
    this.java = java;
  }

  Optional<Path> ready() {
    return Optional.of(file()).filter(KmCommandLine::usable);
  }

  /** Makes it unless it is there. Blocks for some seconds. */
  void train() throws IOException, InterruptedException {
    if (ready().isPresent()) {
      return;
    }
    Path draft = Files.createTempDirectory(layout.folder(), ".train-");
    try {
      Path made = draft.resolve(KmCommandLine.archiveName(java));
      Path work = Files.createDirectory(draft.resolve("work"));
      Tool.run(KmCommandLine.train(java, layout, made, work), draft.resolve("train.log"), PATIENCE);
      if (!KmCommandLine.usable(made)) {
        throw new IOException("the training run left no archive");
      }
      Files.createDirectories(file().getParent());
      Files.move(made, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      KmInstaller.deleteTree(draft);
    }
  }

  private Path file() {
    return layout
        .folder()
        .resolve("archive-" + (layout.encrypting() ? "encrypting-" : "") + java.key())
        .resolve(KmCommandLine.archiveName(java));
  }
}
