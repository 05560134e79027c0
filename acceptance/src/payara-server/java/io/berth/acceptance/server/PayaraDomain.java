package io.berth.acceptance.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A domain of a real Payara Server: a copy of the default one, moved to free ports of loopback.
 * Started and stopped through {@code asadmin}, as an operator would.
 */
final class PayaraDomain {
  /** What the documentation tells operators to use. */
  private static final Path BEFORE_BOOT =
      Path.of(System.getProperty("berth.root"), "ear", "domain.preboot");

  private static final Path AFTER_DEPLOY =
      Path.of(System.getProperty("berth.root"), "ear", "domain.https");

  private final Path home;
  private final Path domains;
  private final Map<String, String> environment;
  private final int port = freePort();
  private final int adminPort = freePort();
  private final int httpsPort;

  PayaraDomain(Path home, Path domains, Map<String, String> environment, int httpsPort) {
    this.home = home;
    this.domains = domains;
    this.environment = environment;
    this.httpsPort = httpsPort;
  }

  int port() {
    return port;
  }

  int adminPort() {
    return adminPort;
  }

  void create() throws IOException {
    copy(home.resolve("glassfish/domains/domain1"), domains.resolve("domain1"));
    Path config = domains.resolve("domain1/config/domain.xml");
    Files.writeString(config, onLoopback(Files.readString(config)));
  }

  void start() throws IOException, InterruptedException {
    onDomain("start-domain", "--prebootcommandfile", BEFORE_BOOT.toString());
  }

  void stop() throws IOException, InterruptedException {
    onDomain("stop-domain");
  }

  /** Opens the HTTPS listener, once the archive is deployed. */
  void openHttps() throws IOException, InterruptedException {
    String port = Integer.toString(adminPort);
    asadmin("multimode", "--port", port, "multimode", "--file", AFTER_DEPLOY.toString());
  }

  /** The server's process: the one that runs this domain. */
  long pid() {
    return ProcessHandle.allProcesses()
        .mapToLong(ProcessHandle::pid)
        .filter(pid -> commandLine(pid).contains(domains.resolve("domain1").toString()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no server runs on " + domains));
  }

  private String onLoopback(String config) {
    String text =
        config
            .replace(
                "<network-listener port=\"8080\"",
                "<network-listener address=\"127.0.0.1\" port=\"" + port + "\"")
            .replace(
                "<network-listener port=\"4848\"",
                "<network-listener address=\"127.0.0.1\" port=\"" + adminPort + "\"")
            .replace(
                "<network-listener port=\"8181\"",
                "<network-listener enabled=\"false\" port=\"" + httpsPort + "\"");
    for (String unused : List.of("8686", "3700", "3820", "3920")) {
      text =
          text.replace(
              "address=\"0.0.0.0\" port=\"" + unused + "\"",
              "address=\"127.0.0.1\" enabled=\"false\" port=\"" + freePort() + "\"");
    }
    return text;
  }

  private void onDomain(String command, String... options)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command, "--domaindir", domains.toString()));
    words.addAll(List.of(options));
    words.add("domain1");
    asadmin(command, words.toArray(String[]::new));
  }

  private void asadmin(String name, String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(home.resolve("bin/asadmin").toString()));
    line.addAll(List.of(words));
    Path log = domains.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("AS_JAVA", System.getProperty("java.home"));
    Process process = builder.start();
    if (!process.waitFor(180, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("asadmin " + name + ": " + Files.readString(log));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
