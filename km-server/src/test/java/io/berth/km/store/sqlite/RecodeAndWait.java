package io.berth.km.store.sqlite;

import io.berth.km.store.DataKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A process of its own for tests: recodes up to one step, says so, waits to be killed. */
public final class RecodeAndWait {
  private RecodeAndWait() {}

  /** Arguments: the data folder, the old key or -, the new key or -, the step to wait after. */
  public static void main(String[] args) throws Recoding.Failed {
    Recoding.run(
        Path.of(args[0]),
        key(args[1]),
        key(args[2]),
        step -> {
          if (step.name().equals(args[3])) {
            System.out.println(step);
            System.out.flush();
            waitForever();
          }
        });
  }

  private static void waitForever() {
    try {
      // why: ends by itself if the test dies before it kills us
      System.exit(System.in.read() < 0 ? 0 : 1);
    } catch (IOException e) {
      System.exit(1);
    }
  }

  static Optional<DataKey> key(String text) {
    return text.equals("-") ? Optional.empty() : Optional.of(DataKey.of(text));
  }
}
