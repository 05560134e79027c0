package io.berth.connector.install;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Puts the built-in KM on disk, once for each content. Everything is made in a draft folder that is
 * renamed in one step: a half-made installation is never used, and of two installers at once the
 * second finds the work done.
 */
final class KmInstaller {
  private static final Logger LOG = System.getLogger(KmInstaller.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NATIVE = "native";
  private static final String NATIVE_ENCRYPTING = "native-encrypting";

  private final KmContent content;
  private final Path root;

  KmInstaller(KmContent content, Path root) {
    this.content = content;
    this.root = root;
  }

  KmLayout install(JavaHome java) throws IOException, InterruptedException {
    List<String> jars = content.jars();
    Path target = root.resolve(content.hash(jars));
    if (!Files.isDirectory(target)) {
      Files.createDirectories(root);
      Path draft =
          Files.createTempDirectory(
              root,
              ".draft-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try {
        fill(draft, jars, java);
        publish(draft, target);
      } finally {
        deleteTree(draft);
      }
    }
    return new KmLayout(target, jars, library(target, NATIVE));
  }

  /** The same installation with the driver that encrypts; its library is unpacked when needed. */
  KmLayout encrypting(KmLayout plain, JavaHome java) throws IOException, InterruptedException {
    if (!plain.jars().contains(KmLayout.ENCRYPTING_DRIVER)) {
      throw new IOException(
          "the built-in KM "
              + plain.content()
              + " is from before encryption; let the project have a newer version");
    }
    Path target = plain.folder().resolve(NATIVE_ENCRYPTING);
    if (!Files.isDirectory(target)) {
      Path draft = Files.createTempDirectory(plain.folder(), ".native-");
      try {
        unpack(plain.encrypting(Optional.empty()), java, draft);
        publish(draft, target);
      } finally {
        deleteTree(draft);
      }
    }
    return plain.encrypting(library(plain.folder(), NATIVE_ENCRYPTING));
  }

  /** What is on disk, by its content: the own first, whether it is installed yet or not. */
  List<String> contents() throws IOException {
    String own = content.hash(content.jars());
    List<String> contents = new ArrayList<>(List.of(own));
    if (Files.isDirectory(root)) {
      try (Stream<Path> folders = Files.list(root)) {
        folders
            .filter(folder -> Files.isDirectory(folder.resolve("lib")))
            .map(folder -> folder.getFileName().toString())
            // why: a draft is no installation
            .filter(name -> !name.startsWith(".") && !name.equals(own))
            .sorted()
            .forEach(contents::add);
      }
    }
    return List.copyOf(contents);
  }

  /** One that an earlier adapter installed. */
  KmLayout older(String hash) throws IOException {
    Path target = root.resolve(hash);
    if (!contents().contains(hash)) {
      throw new IOException("the built-in KM " + hash + " is not installed in " + root);
    }
    try (Stream<Path> jars = Files.list(target.resolve("lib"))) {
      List<String> names = jars.map(jar -> jar.getFileName().toString()).sorted().toList();
      return new KmLayout(target, names, library(target, NATIVE));
    }
  }

  KmLeftovers leftovers(Predicate<String> isInACommand) {
    return new KmLeftovers(root, isInACommand);
  }

  private void fill(Path draft, List<String> jars, JavaHome java)
      throws IOException, InterruptedException {
    Path lib = Files.createDirectory(draft.resolve("lib"));
    for (String jar : jars) {
      content.copy(jar, lib.resolve(jar));
    }
    unpack(
        new KmLayout(draft, jars, Optional.empty()),
        java,
        Files.createDirectory(draft.resolve(NATIVE)));
  }

  private static void unpack(KmLayout layout, JavaHome java, Path folder)
      throws InterruptedException {
    try {
      Tool.run(
          KmCommandLine.installNative(java, layout, folder),
          folder.resolve("install-native.log"),
          PATIENCE);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "SQLite's library is unpacked at each start: " + e.getMessage());
    }
  }

  private static void publish(Path draft, Path target) throws IOException {
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(target)) {
        throw e; // why: else another installer was first, with the same content
      }
    }
  }

  private static Optional<Path> library(Path target, String name) throws IOException {
    Path folder = target.resolve(name);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*\\.(so|dylib|dll)"))
          .min(Comparator.naturalOrder());
    }
  }

  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
