package io.berth.km;

import io.berth.km.access.Secret;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A KM as a real process out of the real jars, and a client of it. Closing it kills what is left.
 */
final class KmProcess implements AutoCloseable {
  static final String SECRET = "a-secret-of-this-generation-0001";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  final Process process;
  final int port;
  final Path log;

  private KmProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  static KmProcess start(Path folder, String... more) throws IOException {
    return start(folder, words -> words, more);
  }

  /** The same, with something around its command line. */
  static KmProcess start(Path folder, UnaryOperator<List<String>> around, String... more)
      throws IOException {
    Path log = Files.createTempFile(folder, "km", ".log");
    List<String> words =
        new ArrayList<>(
            List.of(
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--secret-file",
                secret(folder).toString(),
                "--generation",
                "7",
                "--project",
                "it"));
    words.addAll(Arrays.asList(more));
    Process process = launch(log, Map.of(), around, words.toArray(String[]::new));
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (line == null || !line.startsWith("READY port=")) {
      process.destroyForcibly();
      throw new IOException("Instead of READY: " + line + "\n" + Files.readString(log));
    }
    return new KmProcess(process, Integer.parseInt(line.substring(11)), log);
  }

  static Path secret(Path folder) throws IOException {
    return Files.writeString(folder.resolve("secret"), SECRET + "\n");
  }

  /** Any command line of the program; standard error goes to the log. */
  static Process launch(Path log, String... arguments) throws IOException {
    return launch(log, Map.of(), arguments);
  }

  /** The same with these variables in its environment. */
  static Process launch(Path log, Map<String, String> environment, String... arguments)
      throws IOException {
    return launch(log, environment, words -> words, arguments);
  }

  private static Process launch(
      Path log,
      Map<String, String> environment,
      UnaryOperator<List<String>> around,
      String... arguments)
      throws IOException {
    List<String> words = program();
    words.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(around.apply(words)).redirectError(log.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** The program without arguments. */
  static List<String> program() throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    words.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx96m",
            "-cp",
            classPath(),
            "io.berth.km.KmServer"));
    return words;
  }

  private static String classPath() throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    try (Stream<Path> jars = Stream.concat(Files.list(target), Files.list(target.resolve("lib")))) {
      return jars.map(Path::toString)
          .filter(jar -> jar.endsWith(".jar"))
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofMinutes(2));
    request.header("Berth-Secret", SECRET).header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request;
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(request(path, headers));
  }

  HttpResponse<String> post(String body, String... headers)
      throws IOException, InterruptedException {
    return send(request("/mcp", headers).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** A call in the shape of the program that came before. */
  HttpResponse<String> tool(String name, String input, String... headers)
      throws IOException, InterruptedException {
    return post("{\"tool_name\":\"" + name + "\",\"tool_input\":" + input + "}", headers);
  }

  static String signature(String subject) {
    return Secret.of(SECRET).sign(subject.getBytes(StandardCharsets.UTF_8));
  }

  /** The exit status after it ended by itself or by a signal that was sent. */
  static int exit(Process process) throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("still running after 60 s");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
