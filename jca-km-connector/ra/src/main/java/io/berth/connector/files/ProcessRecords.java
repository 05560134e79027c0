package io.berth.connector.files;

import io.berth.connector.api.ProjectId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The process records of this data folder, one file a project. */
public final class ProcessRecords {
  private static final Logger LOG = System.getLogger(ProcessRecords.class.getName());
  private static final String SUFFIX = ".json";

  private final Path folder;

  public ProcessRecords(Path dataFolder) {
    this.folder = dataFolder.resolve("run");
  }

  /** Writes the record of a project, durable when it returns. */
  public void write(ProcessRecord record) throws IOException {
    DurableFiles.privateFolder(folder);
    DurableFiles.write(file(record.project()), record.toJson());
  }

  /** Removes the record of this generation; that of another one stays. */
  public void remove(ProjectId project, long generation) {
    try {
      if (read(file(project)).filter(r -> r.generation() == generation).isPresent()) {
        Files.deleteIfExists(file(project));
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot remove " + file(project) + "; check the data folder", e);
    }
  }

  /** All records; files that are none are removed and logged, they can help nobody. */
  public Map<ProjectId, ProcessRecord> all() throws IOException {
    Map<ProjectId, ProcessRecord> records = new HashMap<>();
    if (!Files.isDirectory(folder)) {
      return records;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[a-z0-9]*" + SUFFIX)) {
      for (Path file : files) {
        Optional<ProcessRecord> record =
            read(file).filter(r -> file(r.project()).getFileName().equals(file.getFileName()));
        if (record.isPresent()) {
          records.put(record.get().project(), record.get());
        } else {
          LOG.log(Level.WARNING, "removed " + file + ": not a process record");
          Files.deleteIfExists(file);
        }
      }
    }
    return records;
  }

  private static Optional<ProcessRecord> read(Path file) throws IOException {
    return Files.exists(file) ? ProcessRecord.fromJson(Files.readString(file)) : Optional.empty();
  }

  private Path file(ProjectId project) {
    return folder.resolve(project + SUFFIX);
  }
}
