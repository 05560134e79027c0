package io.berth.km.store.sqlite;

import io.berth.km.store.DataKey;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the database lies, and the key that it is encrypted with, if it is. Makes the file readable
 * for its owner alone before SQLite sees it, and looks at its beginning; never opens it afterwards,
 * since closing any of our own handles would drop SQLite's locks.
 */
record DatabaseFile(Path folder, Optional<DataKey> key) {
  private static final byte[] PLAIN = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** What a file is by its first bytes. */
  enum Content {
    /** Nothing was written yet. */
    NONE,
    PLAIN,
    /** Not a plain database: an encrypted one, or damaged. */
    OTHER
  }

  static DatabaseFile in(Path folder, Optional<DataKey> key) {
    try {
      return new DatabaseFile(folder.toRealPath(), key);
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

  /** Refuses a file that the key, or its absence, does not fit, before anything touches it. */
  void requireFit() {
    Content content = content(path());
    if (key.isPresent() && content == Content.PLAIN) {
      throw new KnowledgeException(
          Kind.BROKEN,
          path()
              + " is not encrypted, but a key came for it; was it put back from a backup that is"
              + " older than its encryption? See the section on encryption in operations.md");
    }
    if (key.isEmpty() && content == Content.OTHER) {
      throw new KnowledgeException(
          Kind.BROKEN,
          path()
              + " is not a database that opens without a key: it is encrypted, or damaged. Are DIR/pg"
              + " and DIR/projects of one backup?");
    }
    // why only then: without a log, a connection with a wrong key changes nothing
    if (key.isPresent()
        && content == Content.OTHER
        && size(log()) > 0
        && !Link.opens(path(), key)) {
      throw Cipher.doesNotFit(path(), key);
    }
  }

  private Path log() {
    return folder.resolve("km.db-wal");
  }

  static Content content(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(PLAIN.length);
      if (head.length == 0) {
        return Content.NONE;
      }
      return Arrays.equals(head, PLAIN) ? Content.PLAIN : Content.OTHER;
    } catch (NoSuchFileException e) {
      return Content.NONE;
    } catch (IOException e) {
      throw new KnowledgeException(
          Kind.UNAVAILABLE, file + " cannot be read; check its permissions", e);
    }
  }

  long bytes() {
    return size(path()) + size(log());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
