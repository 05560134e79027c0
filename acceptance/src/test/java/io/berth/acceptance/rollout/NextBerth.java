package io.berth.acceptance.rollout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A distribution of Berth that is this one but for its built-in KM, which says another version of
 * itself: what an operator installs over the old one. Made from the built archives, so that what
 * differs is exactly that word in the KM's own classes.
 */
final class NextBerth {
  static final String BEFORE = "0.1.0";
  static final String AFTER = "0.1.1";
  private static final String KM = "berth-km-server.jar";

  private NextBerth() {}

  /** Makes it in a new folder. */
  static Path of(Path distribution, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(distribution)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(distribution.relativize(file));
        Files.createDirectories(target.getParent());
        if (file.toString().endsWith(".rar")) {
          try (InputStream in = Files.newInputStream(file);
              OutputStream out = Files.newOutputStream(target)) {
            rewrite(in, out, false);
          }
        } else {
          // why no symbolic link: Java finds its home by the real path of its archive
          Files.createLink(target, file);
        }
      }
    }
    return folder;
  }

  /** The archive in the archive in the archive: only the KM's classes change. */
  private static void rewrite(InputStream from, OutputStream to, boolean km) throws IOException {
    ZipInputStream in = new ZipInputStream(from);
    ZipOutputStream out = new ZipOutputStream(to);
    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      String name = entry.getName();
      out.putNextEntry(new ZipEntry(name));
      byte[] bytes = in.readAllBytes();
      if (name.endsWith(KM) || !km && name.endsWith(".jar") && !name.contains("km-server/")) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream(bytes.length);
        rewrite(new ByteArrayInputStream(bytes), inner, name.endsWith(KM));
        bytes = inner.toByteArray();
      } else if (km && name.endsWith(".class")) {
        replace(bytes);
      }
      out.write(bytes);
      out.closeEntry();
    }
    out.finish();
  }

  /** Both words are of one length, so that a class file stays one. */
  private static void replace(byte[] bytes) {
    byte[] before = BEFORE.getBytes(StandardCharsets.US_ASCII);
    byte[] after = AFTER.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + before.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + before.length, before, 0, before.length)) {
        System.arraycopy(after, 0, bytes, at, after.length);
      }
    }
  }
}
