package io.berth.cli.installation;

import io.berth.cli.CommandFailure;
import io.berth.cli.os.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * One data folder and what is where in it. Its identity marks every process that belongs to it, and
 * is known without the database.
 */
public record Installation(Path data) {
  public Installation {
    data = data.toAbsolutePath().normalize();
  }

  /** Makes the folder and gives it an identity, unless it has one. */
  public String create() {
    try {
      PrivateFiles.folder(data);
      Optional<String> known = id();
      if (known.isPresent()) {
        return known.get();
      }
      String id = UUID.randomUUID().toString();
      PrivateFiles.write(identity(), id + "\n");
      return id;
    } catch (IOException e) {
      throw new CommandFailure(
          "Cannot write to " + data + ": may this user, and is there space? " + e.getMessage(), e);
    }
  }

  /** Its identity; empty before the first {@code up}. */
  public Optional<String> id() {
    return content(identity());
  }

  /** The administrator's token; empty before the server's first start. */
  public Optional<String> adminToken() {
    return content(adminTokenFile());
  }

  /** Where the server writes the administrator's token. */
  public Path adminTokenFile() {
    return data.resolve("admin-token");
  }

  /** The embedded PostgreSQL. */
  public Path postgres() {
    return data.resolve("pg");
  }

  /** A node's own folder. */
  public Path node(String name) {
    return data.resolve(name);
  }

  /** The adapter's records of KM processes. */
  public Path processRecords() {
    return data.resolve("run");
  }

  private Path identity() {
    return data.resolve("installation");
  }

  private static Optional<String> content(Path file) {
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (java.nio.file.NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException e) {
      throw new CommandFailure("Cannot read " + file + ": does it belong to this user?", e);
    }
  }
}
