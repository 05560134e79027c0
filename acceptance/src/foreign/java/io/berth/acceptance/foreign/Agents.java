package io.berth.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Agents that are programs of other people's making. */
final class Agents {
  private Agents() {}

  /** Lets the agent with the TypeScript client work once; what it told. */
  static Map<String, Object> run(Path client, String url, String era, String agent, String token)
      throws IOException, InterruptedException {
    Path script =
        Path.of(System.getProperty("berth.root"), "acceptance/src/foreign/js/platform-client.mjs");
    Path output = Files.createTempFile("berth-agent", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of("node", script.toString(), client.toUri().toString(), url, era, agent));
      // why: what stands among the arguments is seen by everybody on the machine
      builder.environment().put("BERTH_TOKEN", token);
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      try {
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("the agent came to its end").isTrue();
      } finally {
        process.destroyForcibly();
      }
      String told = Files.readString(output);
      assertThat(process.exitValue()).as(told).isZero();
      return JSON.std.mapFrom(told);
    } finally {
      Files.delete(output);
    }
  }
}
