package io.berth.connector.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProcFsTest {
  private static final int STARTS = 200;
  private static final int LOOKS = 40;

  private final ProcFs proc = new ProcFs();

  /** It exchanges its program once more after its start, as all do that get their own session. */
  @Test
  void aProcessIsKnownByItsMarkFromItsStartOn() throws Exception {
    for (int i = 0; i < STARTS; i++) {
      Process started = marked("setsid", "/bin/sleep", "60");
      try {
        for (int look = 0; look < LOOKS; look++) {
          assertThat(proc.environment(started.pid())).containsEntry("MARK", "ours");
        }
      } finally {
        started.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void whoEndedOrHasNoEnvironmentIsNotWaitedFor() throws Exception {
    Process bare = new ProcessBuilder("/usr/bin/env", "-i", "/bin/sleep", "60").start();
    Process over = marked("/bin/true");
    over.waitFor();
    try {
      assertThat(proc.environment(over.pid())).isEmpty();
      Awaitility.await().until(() -> proc.environment(bare.pid()).isEmpty());
    } finally {
      bare.destroyForcibly().waitFor();
    }
  }

  private static Process marked(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("MARK", "ours");
    return builder.start();
  }
}
