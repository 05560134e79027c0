package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Wire;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Callers that connect, ask and leave, again and again: nothing of them stays in the server. */
public abstract class ClosedConnectionsContract {
  private static final int CALLERS = 2000;
  private static final String TRANSPORT = "org.glassfish.grizzly.nio.transport.";
  private static final String LISTENING = TRANSPORT + "TCPNIOServerConnection";
  private static final String A_CONNECTION = TRANSPORT + "TCPNIOConnection";

  @Test
  void whoLeavesIsForgotten() throws Exception {
    for (int i = 0; i < CALLERS; i++) {
      try (Socket caller = Wire.connect()) {
        caller
            .getOutputStream()
            .write(Wire.bytes(Wire.request("GET", "/health/live", "Host: x\r\n")));
        assertThat(caller.getInputStream().readNBytes(12)).startsWith(Wire.bytes("HTTP/1.1 200"));
      }
    }
    await()
        .pollInterval(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(connections()).isLessThan(CALLERS / 2));
  }

  /** How many are reachable in the server's heap, at once or again; counts after a collection. */
  private static long connections() throws Exception {
    long pid = BerthUnderTest.current().serverPid();
    Path jcmd = Path.of("/proc/" + pid + "/exe").toRealPath().resolveSibling("jcmd");
    Process counting =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String told;
    try (var in = counting.getInputStream()) {
      told = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(counting.waitFor(30, TimeUnit.SECONDS)).as(told).isTrue();
    assertThat(told).as("the names are those of this server").contains(" " + LISTENING);
    return told.lines().filter(line -> named(line, A_CONNECTION)).mapToLong(l -> count(l)).sum();
  }

  private static boolean named(String line, String name) {
    return (line + " ").contains(" " + name + " ");
  }

  private static long count(String line) {
    return Long.parseLong(line.strip().split("\\s+")[1]);
  }
}
