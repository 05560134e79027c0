package io.berth.connector.install;

import io.berth.connector.api.DataKey;
import io.berth.connector.api.RecodeOrder;
import io.berth.connector.api.RecodeOrder.Outcome;
import io.berth.connector.api.RecodeOrder.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Runs the program that gives a database another key, on the caller's thread. Its standard input
 * stays open as long as it is wanted: when this JVM dies, however, the program ends, too.
 */
final class KeyChange {
  private static final String DONE = "RECODED";
  private static final String UNCHANGED = "UNCHANGED ";
  private static final String UNKNOWN = "UNKNOWN ";

  private KeyChange() {}

  /**
   * @throws IOException when it did not say how it ended: it is dead, and doing it again finds out
   */
  static Result run(List<String> command, RecodeOrder order)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(order.dataFolder().toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    Process process = builder.start();
    try (OutputStream input = process.getOutputStream();
        BufferedReader output = process.inputReader()) {
      hand(order.from(), input);
      hand(order.to(), input);
      input.flush();
      String said = output.readLine();
      if (said != null && said.startsWith(UNCHANGED)) {
        return new Result(Outcome.UNCHANGED, said.substring(UNCHANGED.length()));
      }
      if (said != null && said.startsWith(UNKNOWN)) {
        return new Result(Outcome.UNKNOWN, said.substring(UNKNOWN.length()));
      }
      if (DONE.equals(said)) {
        return new Result(Outcome.RECODED, "");
      }
      throw new IOException(
          "the program that encrypts ended with code " + process.waitFor() + " and said " + said);
    } finally {
      process.destroyForcibly(); // why: also when this thread is interrupted; dead is dead
      process.waitFor();
    }
  }

  private static void hand(Optional<DataKey> key, OutputStream input) throws IOException {
    byte[] line = key.map(DataKey::line).orElseGet(() -> new byte[] {'-', '\n'});
    try {
      input.write(line);
    } finally {
      Arrays.fill(line, (byte) 0);
    }
  }
}
