package io.berth.connector.install;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An installed KM, {@code DIR/km/<content hash>/}, as it is started with one of its two drivers of
 * SQLite, which never stand on a class path together.
 *
 * @param folder where it is
 * @param jars its class path, in order, with both drivers
 * @param nativeLibrary SQLite's library, unpacked, if that worked
 * @param encrypting whether it is started with the driver that encrypts
 */
record KmLayout(Path folder, List<String> jars, Optional<Path> nativeLibrary, boolean encrypting) {
  static final String DRIVER = "sqlite-jdbc.jar";
  static final String ENCRYPTING_DRIVER = "sqlite-jdbc-encrypting.jar";

  /** With the usual driver. */
  KmLayout(Path folder, List<String> jars, Optional<Path> nativeLibrary) {
    this(folder, jars, nativeLibrary, false);
  }

  /** The same installation with the driver that encrypts, and its library. */
  KmLayout encrypting(Optional<Path> library) {
    return new KmLayout(folder, jars, library, true);
  }

  /** The hash of its content. */
  String content() {
    return folder.getFileName().toString();
  }

  String classPath() {
    String other = encrypting ? DRIVER : ENCRYPTING_DRIVER;
    return jars.stream()
        .filter(jar -> !jar.equals(other))
        .map(jar -> folder.resolve("lib").resolve(jar).toString())
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }
}
