package io.berth.connector.install;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a short-lived program of the installation, bounded in time; its output goes to a file. */
final class Tool {
  private Tool() {}

  /**
   * @return the lines it wrote to its standard output
   * @throws IOException when it failed or took too long; it is dead then
   */
  static List<String> run(List<String> command, Path output, Duration patience)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.to(new File(output + ".err")));
    builder.environment().clear();
    Process process = builder.start();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("not done within " + patience + ": " + String.join(" ", command));
      }
    } finally {
      process.destroyForcibly(); // why: also when this thread is interrupted; dead is dead
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "exit code " + process.exitValue() + ", see " + output + ".err; command " + command);
    }
    return Files.readAllLines(output);
  }
}
