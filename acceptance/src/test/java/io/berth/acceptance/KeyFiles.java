package io.berth.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** The files with the master keys of an installation under test, beside its data folder. */
public final class KeyFiles {
  private static final String MASTER = "master-key";
  private static final String OLD = "old-master-key";

  private final Path folder;

  private KeyFiles(Path folder) {
    this.folder = folder;
  }

  /** Those of the installation with this data folder. */
  public static KeyFiles of(Path data) {
    return new KeyFiles(data.toAbsolutePath().resolveSibling(data.getFileName() + "-keys"));
  }

  /** Makes a first master key, and none of before. */
  KeyFiles make() {
    write(MASTER, fresh());
    write(OLD, "");
    return this;
  }

  /** What tells the server of them. */
  Map<String, String> settings() {
    return Map.of(
        "BERTH_ENCRYPTION_MASTER_KEY_FILE", folder.resolve(MASTER).toString(),
        "BERTH_ENCRYPTION_OLD_MASTER_KEY_FILE", folder.resolve(OLD).toString());
  }

  /** The master key. */
  public String master() {
    try {
      return Files.readString(folder.resolve(MASTER)).strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts another master key in the place of the one that is there. */
  public void replace() {
    write(MASTER, fresh());
  }

  /** Says which one was there before; empty for none. */
  public void old(String key) {
    write(OLD, key);
  }

  private static String fresh() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return HexFormat.of().formatHex(key);
  }

  private void write(String name, String text) {
    try {
      Files.createDirectories(folder);
      Path fresh =
          Files.createTempFile(
              folder,
              name,
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, text);
      Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
