package io.berth.gateway.security;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Files that only their owner reads, written so that a reader sees the old content or the new,
 * never half of it, even after a crash. Blocks on the disk; used at start-up only.
 */
final class PrivateFiles {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(OWNER);
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private PrivateFiles() {}

  /** Makes the folder and its parents, 0700 where they are new. */
  static void folder(Path folder) throws IOException {
    Files.createDirectories(folder, FOLDER);
  }

  /** Writes the file unless it exists; returns whether this call wrote it. */
  static boolean createOnce(Path target, String content) throws IOException {
    Path draft = draft(target, content);
    try {
      // why: a hard link fails if the name is taken, so of two nodes only one makes the key
      Files.createLink(target, draft);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Writes the file, whatever was there. */
  static void replace(Path target, String content) throws IOException {
    Path draft = draft(target, content);
    Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Reads at most {@code limit} bytes, and takes from others the right to read it. */
  static String read(Path file, int limit) throws IOException {
    if (Files.size(file) > limit) {
      throw new IOException(
          file + " is larger than " + limit + " bytes: it is not what it should be");
    }
    if (!Files.getPosixFilePermissions(file).equals(OWNER)) {
      Files.setPosixFilePermissions(file, OWNER);
    }
    return Files.readString(file).strip();
  }

  private static Path draft(Path target, String content) throws IOException {
    Path draft = target.resolveSibling("." + target.getFileName() + "-" + UUID.randomUUID());
    Files.createFile(draft, FILE);
    try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
      return draft;
    } catch (IOException e) {
      Files.deleteIfExists(draft);
      throw e;
    }
  }
}
