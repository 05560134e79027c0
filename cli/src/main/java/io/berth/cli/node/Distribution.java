package io.berth.cli.node;

import io.berth.cli.CommandFailure;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that this command runs from: {@code lib/} with itself, {@code server/} beside it. */
record Distribution(Path root) {

  /** The one that this class was loaded from. */
  static Distribution current() {
    try {
      Path archive =
          Path.of(Distribution.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      // why: compiled classes (a test, an IDE) stand in target/classes, beside target/dist.
      Path root =
          Files.isDirectory(archive)
              ? archive.resolveSibling("dist")
              : archive.getParent().getParent();
      return new Distribution(root);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file of the server. */
  Path server(String name) {
    Path file = root.resolve("server").resolve(name);
    if (!Files.isReadable(file)) {
      throw new CommandFailure(
          "The distribution lacks " + file + "; build it again with: mvn -Pquick package");
    }
    return file;
  }
}
