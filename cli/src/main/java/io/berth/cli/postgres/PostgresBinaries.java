package io.berth.cli.postgres;

import io.berth.cli.CommandFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks the PostgreSQL programs of the distribution, once for each version. Unpacked beside and
 * renamed, so that a folder which is there is complete.
 */
final class PostgresBinaries {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final int OWNER_EXECUTE = 0100;

  private PostgresBinaries() {}

  /** Makes sure that the folder holds the programs. */
  static void install(Path target) throws IOException {
    if (Files.isExecutable(target.resolve("bin/postgres"))) {
      return;
    }
    Path draft = target.resolveSibling(target.getFileName() + ".new");
    deleteTree(draft);
    Files.createDirectories(draft);
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
      if (packed == null) {
        throw new CommandFailure(
            "There are no PostgreSQL programs for "
                + System.getProperty("os.arch")
                + " in this distribution; set BERTH_DATABASE_URL to a PostgreSQL of your own.");
      }
      unpack(packed, draft);
    }
    deleteTree(target);
    Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void unpack(InputStream packed, Path draft) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(packed, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (needed(entry.getName())) {
          unpack(tar, entry, draft);
        }
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path draft)
      throws IOException {
    Path file = draft.resolve(entry.getName()).normalize();
    if (!file.startsWith(draft)) {
      throw new IOException("The archive wants to write outside of its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    boolean program = (entry.getMode() & OWNER_EXECUTE) != 0;
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static boolean needed(String name) {
    List<String> buildOnly = List.of("include/", "./include/", "lib/pkgconfig", "./lib/pkgconfig");
    return !name.endsWith(".a") && buildOnly.stream().noneMatch(name::startsWith);
  }

  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    }
  }
}
