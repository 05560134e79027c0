package io.berth.km.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.util.OSInfo;

/**
 * Unpacks SQLite's native library once, at installation, because unpacking it at each start costs
 * about 100 ms. Used with {@code -Dorg.sqlite.lib.path} and {@code -Dorg.sqlite.lib.name}.
 */
public final class NativeLibrary {
  private NativeLibrary() {}

  /** The path of the library in {@code folder}, written anew unless it is there in full. */
  public static Path unpack(Path folder) throws IOException {
    String name = System.mapLibraryName("sqlitejdbc");
    // why by this class: both drivers have it
    String resource =
        "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + name;
    Files.createDirectories(folder);
    Path target = folder.resolve(name).toAbsolutePath();
    try (InputStream in = NativeLibrary.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(
            "No native SQLite library for this system in the jar (" + resource + ")");
      }
      Path fresh = Files.createTempFile(folder, name, ".part");
      try {
        Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
        // why: a KM that starts meanwhile sees the old file or the new one, never half of one
        Files.move(
            fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
    return target;
  }
}
