package io.berth.connector.install;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An installed KM, {@code DIR/km/<content hash>/}.
 *
 * @param folder where it is
 * @param jars its class path, in order
 * @param nativeLibrary SQLite's library, unpacked, if that worked
 */
record KmLayout(Path folder, List<String> jars, Optional<Path> nativeLibrary) {
  /** The hash of its content. */
  String content() {
    return folder.getFileName().toString();
  }

  String classPath() {
    return jars.stream()
        .map(jar -> folder.resolve("lib").resolve(jar).toString())
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }
}
