package io.berth.km;

import io.berth.km.access.Secret;
import io.berth.km.pool.PoolSettings;
import io.berth.km.train.Training;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * A whole life of a KM in little, on a folder and a port of its own: whatever is loaded and
 * initialised once for a process is, afterwards. The training run and a warm start go through it.
 */
final class Rehearsal {
  private Rehearsal() {}

  static void run(Path folder, int rounds) throws StartFailure, IOException {
    String secret = UUID.randomUUID().toString();
    Path file =
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
            .resolve("rehearsal-secret");
    Files.writeString(file, secret);
    KmArguments arguments =
        new KmArguments(
            0,
            folder,
            file,
            1,
            "rehearsal",
            Duration.ofMinutes(5),
            PoolSettings.DEFAULTS,
            Optional.empty());
    Serving serving = Serving.start(arguments, InstantSource.system(), System::nanoTime);
    try {
      Training.run(
          serving.port(),
          secret,
          Secret.of(secret).sign("trainer".getBytes(StandardCharsets.UTF_8)),
          rounds);
    } finally {
      serving.stop();
      Files.delete(file);
    }
  }
}
