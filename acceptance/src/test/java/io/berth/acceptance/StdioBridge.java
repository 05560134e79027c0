package io.berth.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code berth mcp PROJECT} as a program that starts MCP servers sees it. */
public final class StdioBridge implements AutoCloseable {
  private final Process process;
  private final OutputStream in;
  private final BufferedReader out;

  public StdioBridge(String project) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            Path.of(System.getProperty("berth.root"), "cli/target/dist/lib") + "/*",
            "io.berth.cli.Berth",
            "mcp",
            project);
    builder.environment().put("BERTH_URL", BerthUnderTest.current().url().toString());
    builder.environment().put("BERTH_TOKEN", BerthUnderTest.current().adminToken());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    in = process.getOutputStream();
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  public void say(String json) throws IOException {
    in.write((json + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** The next line that it writes; null at its end. */
  public String hear() throws Exception {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                return out.readLine();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            })
        .get(60, TimeUnit.SECONDS);
  }

  /** Closes its stdin, as a client does that is done. */
  public int end() throws Exception {
    in.close();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("berth mcp did not end when its stdin was closed");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
