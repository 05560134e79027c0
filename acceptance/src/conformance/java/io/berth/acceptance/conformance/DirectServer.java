package io.berth.acceptance.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A server that runs without Berth, as the other side of the comparison; ended by its close. */
final class DirectServer implements AutoCloseable {
  private static final String SECRET = "a secret for one conformance run";

  private final Process process;
  private final URI url;
  private final AutoCloseable more;

  private DirectServer(Process process, URI url, AutoCloseable more) {
    this.process = process;
    this.url = url;
    this.more = more;
  }

  URI url() {
    return url;
  }

  /** A program that is told its port; {@code PORT} stands for it in each word. */
  static DirectServer program(Path folder, List<String> command)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> words =
        command.stream().map(word -> word.replace("PORT", Integer.toString(port))).toList();
    Files.createDirectories(folder);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("direct.log").toFile());
    builder.environment().put("PORT", Integer.toString(port));
    Process process = builder.start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !process.isAlive() || listens(port));
    if (!process.isAlive()) {
      throw new IOException(words + " ended; see " + folder.resolve("direct.log"));
    }
    return new DirectServer(process, URI.create("http://127.0.0.1:" + port + "/mcp"), () -> {});
  }

  /** The built-in KM as an installation put it down, with the secret added to what it is sent. */
  static DirectServer builtIn(Path installation, Path folder) throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Path secret =
        Files.createFile(
            folder.resolve("secret"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, SECRET);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-cp",
                library(installation) + "/*",
                "io.berth.km.KmServer",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--secret-file",
                secret.toString(),
                "--generation",
                "1")
            .redirectError(folder.resolve("direct.log").toFile())
            .start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (line == null || !line.startsWith("READY port=")) {
      process.destroyForcibly();
      throw new IOException("instead of READY the KM said " + line);
    }
    Forwarder forwarder =
        new Forwarder(
            Integer.parseInt(line.substring("READY port=".length())), "Berth-Secret", SECRET);
    return new DirectServer(process, forwarder.to("/mcp"), forwarder);
  }

  @Override
  public void close() throws Exception {
    more.close();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private static Path library(Path installation) throws IOException {
    try (Stream<Path> files = Files.walk(installation.resolve("km"))) {
      return files
          .filter(file -> file.endsWith("berth-km-server.jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("no built-in KM is installed in " + installation))
          .getParent();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
