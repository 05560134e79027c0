package io.berth.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An installation on this machine, driven by the {@code berth} command as a user would: embedded
 * PostgreSQL, one Payara Micro node, a data folder and ports of its own.
 */
public final class LocalBerth implements BerthUnderTest {
  private static final Path ROOT = Path.of(System.getProperty("berth.root"));

  private final Path data;
  private final int port;
  private final Map<String, String> settings;
  private Path distribution = ROOT.resolve("cli/target/dist");

  public LocalBerth(Path data, Map<String, String> settings) {
    this.data = data.toAbsolutePath();
    this.port = freePort();
    this.settings = Map.copyOf(settings);
  }

  /** What one run of the command said. */
  public record Outcome(int exit, String out, String err) {
    @Override
    public String toString() {
      return "exit " + exit + "\n" + out + "\n" + err;
    }
  }

  /** What the command and the next server are of; the one that was built, at first. */
  public Path distribution() {
    return distribution;
  }

  /** As an operator does who installs another Berth over the old one: from the next command on. */
  public void replaceBy(Path next) {
    distribution = next;
  }

  /** Another installation with the same settings, in a folder beside this one and without TLS. */
  public LocalBerth beside(String name) {
    Map<String, String> plain = new HashMap<>(settings);
    plain.keySet().removeIf(key -> key.startsWith("BERTH_TLS_"));
    return new LocalBerth(data.resolveSibling(name + "-" + data.getFileName()), plain);
  }

  public Outcome up() {
    return berth(240, "up", "--data", data.toString(), "--port", String.valueOf(port));
  }

  public Outcome down() {
    return berth(120, "down", "--data", data.toString());
  }

  /** Runs the command; the streams go to files, so that a daemon it starts can hold them. */
  public Outcome berth(int seconds, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                distribution.resolve("lib") + "/*",
                "io.berth.cli.Berth"));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("berth-out", ".txt");
      Path err = Files.createTempFile("berth-err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(ROOT.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(settings);
      builder.environment().put("BERTH_URL", url().toString());
      Process process = builder.start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "berth " + arguments[0] + " took over " + seconds + " s: " + Files.readString(err));
      }
      Outcome outcome =
          new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return outcome;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public String adminToken() {
    try {
      return Files.readString(data.resolve("admin-token")).strip();
    } catch (IOException e) {
      throw new IllegalStateException("no admin token: did the server start?", e);
    }
  }

  @Override
  public Path dataFolder() {
    return data;
  }

  @Override
  public long serverPid() {
    return running("payara-micro").stream()
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no server runs on " + data));
  }

  /** Processes of this installation: their command line or environment names its folder. */
  public List<Long> running(String word) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> read(pid, "cmdline").contains(data.toString()))
        .filter(pid -> read(pid, "cmdline").contains(word))
        .toList();
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(
          Path.of("/proc/" + pid + "/" + file), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
