package io.berth.km.store.sqlite;

import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the database lies. Makes the file readable for its owner alone before SQLite sees it; never
 * opens it afterwards, since closing any of our own handles would drop SQLite's locks.
 */
record DatabaseFile(Path folder) {
  static DatabaseFile in(Path folder) {
    try {
      return new DatabaseFile(folder.toRealPath());
    } catch (IOException e) {
      throw new KnowledgeException(
          Kind.UNAVAILABLE, "the data folder " + folder + " does not exist or cannot be read", e);
    }
  }

  Path path() {
    return folder.resolve("km.db");
  }

  void make() {
    if (Files.exists(path())) {
      return;
    }
    try {
      Files.createFile(
          path(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      // why: without this the file's name may be lost with the machine's power
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (IOException e) {
      throw new KnowledgeException(
          Kind.UNAVAILABLE, path() + " cannot be made; check the folder's permissions", e);
    }
  }

  long bytes() {
    return size(path()) + size(folder.resolve("km.db-wal"));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
