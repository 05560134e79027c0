package io.berth.connector.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcStat;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * Signals as an operator sends them, that have taken effect when this returns: {@code kill} itself
 * returns when the signal is sent, and a busy machine delivers it later.
 */
final class Signals {
  private static final ProcFs PROC = new ProcFs();

  private Signals() {}

  /** {@code STOP}, {@code CONT} or {@code KILL}. */
  static void send(String signal, long pid) throws Exception {
    int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    assertThat(status).as("kill -" + signal + " " + pid).isZero();
    Awaitility.await(signal + " has reached process " + pid)
        .until(() -> taken(signal, PROC.stat(pid).filter(ProcStat::alive)));
  }

  private static boolean taken(String signal, Optional<ProcStat> now) {
    return switch (signal) {
      case "STOP" -> now.filter(ProcStat::stopped).isPresent();
      case "CONT" -> now.filter(ProcStat::stopped).isEmpty();
      default -> now.isEmpty();
    };
  }
}
