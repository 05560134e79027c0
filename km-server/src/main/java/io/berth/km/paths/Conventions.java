package io.berth.km.paths;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.km.store.KnowledgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;

/**
 * The project's conventions as they stand in {@code .claude/config.json}, or {@code config.json},
 * of its data folder; read when they are first asked for and again when the file's time has
 * changed.
 */
final class Conventions {
  private static final long LARGEST = 1_000_000;

  private record Seen(Path file, FileTime time, PathPattern pattern) {}

  private final List<Path> files;
  private volatile Seen seen;

  Conventions(Path folder) {
    files =
        List.of(folder.resolve(".claude").resolve("config.json"), folder.resolve("config.json"));
  }

  PathPattern pattern() {
    for (Path file : files) {
      try {
        FileTime time = Files.getLastModifiedTime(file);
        Seen last = seen;
        if (last == null || !last.file().equals(file) || !last.time().equals(time)) {
          last = new Seen(file, time, read(file));
          seen = last;
        }
        return last.pattern();
      } catch (NoSuchFileException e) {
        continue;
      } catch (IOException e) {
        throw KnowledgeException.invalid(
            file.getFileName() + " of the project cannot be read as JSON: " + e.getMessage());
      }
    }
    return PathPattern.DEFAULT;
  }

  private static PathPattern read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw KnowledgeException.tooLarge(
          file.getFileName() + " of the project is larger than " + LARGEST + " bytes");
    }
    Object conventions = JSON.std.mapFrom(Files.readString(file)).get("conventions");
    Object pattern = conventions instanceof Map<?, ?> map ? map.get("path_pattern") : null;
    if (pattern == null) {
      return PathPattern.DEFAULT;
    }
    if (pattern instanceof String text) {
      return new PathPattern(text);
    }
    throw KnowledgeException.invalid("conventions.path_pattern must be a string");
  }
}
