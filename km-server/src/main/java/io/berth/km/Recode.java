package io.berth.km;

import io.berth.km.store.DataKey;
import io.berth.km.store.sqlite.Recoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The program that gives a database another key. Two lines of standard input say the old one and
 * the new one, {@code -} for none; when standard input ends before the work, whoever wanted it is
 * gone, and so is this process at once. Its one line says {@code RECODED}, {@code UNCHANGED} with
 * the reason, or {@code UNKNOWN}; without a line it is not known either how far it came.
 */
final class Recode {
  private static final String NONE = "-";

  private Recode() {}

  static int run(Path folder, InputStream in) throws BadArguments, IOException {
    Optional<DataKey> from = key(KeyInput.line(in));
    Optional<DataKey> to = key(KeyInput.line(in));
    new Owner(in).start();
    try {
      Recoding.run(folder, from, to, step -> {});
    } catch (Recoding.Failed e) {
      KmServer.print(
          (e.asBefore() ? "UNCHANGED " : "UNKNOWN ") + e.getMessage().replace('\n', ' '));
      return ExitCode.FAILED;
    }
    KmServer.print("RECODED");
    return ExitCode.DONE;
  }

  private static Optional<DataKey> key(String line) throws BadArguments {
    try {
      return line.equals(NONE) ? Optional.empty() : Optional.of(DataKey.of(line));
    } catch (IllegalArgumentException e) {
      throw new BadArguments(List.of(e.getMessage()));
    }
  }

  /** Ends the process when standard input does: whoever wanted the work is gone. */
  private static final class Owner extends Thread {
    private final InputStream in;

    Owner(InputStream in) {
      super("owner");
      this.in = in;
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        while (in.read() >= 0) {
          continue;
        }
      } catch (IOException e) {
        Log.failure("Standard input failed", e);
      }
      // why so hard: each step of the work may be the last one
      Runtime.getRuntime().halt(ExitCode.FAILED);
    }
  }
}
