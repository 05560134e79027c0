package io.berth.connector.install;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What nobody needs any more in {@code DIR/km}: contents that are neither wanted nor run by any
 * process, and what an installer that was killed left half made. Used by {@link KmInstall} in the
 * background; blocks.
 */
final class KmLeftovers {
  private static final Logger LOG = System.getLogger(KmLeftovers.class.getName());
  private static final String GOING = ".going-";
  private static final List<String> HALF_MADE = List.of(".draft-", GOING);

  /** Longer than any installation or training run takes. */
  private static final Duration CERTAINLY_OVER = Duration.ofHours(1);

  private final Path root;
  private final Predicate<String> isInACommand;

  /**
   * @param isInACommand whether a process runs whose command line contains this text
   */
  KmLeftovers(Path root, Predicate<String> isInACommand) {
    this.root = root;
    this.isInACommand = isInACommand;
  }

  void remove(List<String> installed, Set<String> wanted, Instant now) throws IOException {
    for (String content : installed) {
      // why the processes: they may belong to a server of another version on the same folder
      if (!wanted.contains(content) && !isInACommand.test("/" + content + "/lib/")) {
        remove(root.resolve(content));
        LOG.log(Level.INFO, "removed the built-in KM {0}: nobody needs it any more", content);
      }
    }
    for (Path half : halfMade()) {
      if (Files.getLastModifiedTime(half).toInstant().plus(CERTAINLY_OVER).isBefore(now)) {
        KmInstaller.deleteTree(half);
      }
    }
  }

  /** why renamed first: half of an installation must never be taken for one */
  private void remove(Path folder) throws IOException {
    Path going = root.resolve(GOING + folder.getFileName());
    Files.move(folder, going, StandardCopyOption.ATOMIC_MOVE);
    KmInstaller.deleteTree(going);
  }

  private List<Path> halfMade() throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(file -> HALF_MADE.stream().anyMatch(nameOf(file)::startsWith)).toList();
    }
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString();
  }
}
