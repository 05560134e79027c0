package io.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Projects and runtimes that the contract tests use. Each project is made for one test. */
public final class Fixtures {
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private Fixtures() {}

  /** An id that no other test uses. */
  public static String freshId(String stem) {
    return stem + "-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet();
  }

  /** A registered project on the built-in runtime. */
  public static String project(String stem, Map<String, String> settings) {
    return project(stem, "built-in", settings);
  }

  public static String project(String stem, String runtime, Map<String, String> settings) {
    String id = freshId(stem);
    Reply reply =
        Api.admin()
            .post("/api/v1/projects", Map.of("id", id, "runtime", runtime, "settings", settings));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    return id;
  }

  /** A runtime that starts {@code FakeKm} in a temper. */
  public static String fakeRuntime(String mode, String... more) {
    List<String> arguments = new ArrayList<>(List.of(mode, "${port}"));
    arguments.addAll(List.of(more));
    return program(
        "fake-" + mode, "io.berth.acceptance.program.FakeKm", arguments.toArray(String[]::new));
  }

  /** A runtime that starts a class of the tests. */
  public static String program(String stem, String main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "${java}",
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                testClasses().toString(),
                main));
    command.addAll(List.of(arguments));
    return runtime(stem, command, "/health");
  }

  public static String runtime(String stem, List<String> command, String readyPath) {
    String name = freshId(stem);
    Reply reply =
        Api.admin()
            .post(
                "/api/v1/runtimes",
                Map.of(
                    "name",
                    name,
                    "transport",
                    "http",
                    "command",
                    command,
                    "readyPath",
                    readyPath,
                    "mcpPath",
                    "/mcp"));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    return name;
  }

  /** A token for an agent that may use these projects. */
  public static String agentToken(String... projects) {
    Reply reply =
        Api.admin()
            .post(
                "/api/v1/tokens",
                Map.of("role", "agent", "projects", List.of(projects), "ttl", "PT1H"));
    assertThat(reply.status()).as(reply.toString()).isIn(200, 201);
    return reply.text("token");
  }

  /** The process of a project, as the management API tells it. */
  public static Map<String, Object> process(String project) {
    Reply reply = Api.admin().get("/api/v1/projects/" + project + "/process");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    return reply.json();
  }

  public static String state(String project) {
    return String.valueOf(process(project).get("state"));
  }

  public static long pid(String project) {
    return ((Number) process(project).get("pid")).longValue();
  }

  public static long generation(String project) {
    return ((Number) process(project).get("generation")).longValue();
  }

  /** All processes on this machine that carry the mark of this project. */
  public static List<Long> processesOf(String project) {
    byte[] mark = ("BERTH_PROJECT=" + project + "\0").getBytes();
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> environmentContains(pid, mark))
        .toList();
  }

  private static boolean environmentContains(long pid, byte[] mark) {
    try {
      byte[] environ = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
      return new String(environ, java.nio.charset.StandardCharsets.ISO_8859_1)
          .contains(new String(mark, java.nio.charset.StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return false;
    }
  }

  /** What the server's metrics say under this name. */
  public static long gauge(String name) {
    Matcher gauge =
        Pattern.compile("(?m)^\\S*" + name + "\\S* (\\S+)$")
            .matcher(Api.admin().get("/metrics").body());
    assertThat(gauge.find()).as(name).isTrue();
    return (long) Double.parseDouble(gauge.group(1));
  }

  /** Sockets that the server has open, connections of callers among them. */
  public static long serverSockets() throws IOException {
    Path open = Path.of("/proc/" + BerthUnderTest.current().serverPid() + "/fd");
    try (Stream<Path> files = Files.list(open)) {
      return files.filter(Fixtures::isSocket).count();
    }
  }

  private static boolean isSocket(Path file) {
    try {
      return Files.readSymbolicLink(file).toString().startsWith("socket:");
    } catch (IOException closed) {
      return false;
    }
  }

  /** Stops it as by {@code kill -STOP}; it is stopped when this returns. */
  public static void hold(long pid) {
    signal("STOP", pid);
    // why: kill returns when the signal is sent, and a busy machine delivers it later
    Awaitility.await("process " + pid + " is stopped").until(() -> held(pid));
  }

  /** Lets it go on. */
  public static void letGo(long pid) {
    signal("CONT", pid);
  }

  private static boolean held(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
  }

  private static void signal(String name, long pid) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
      assertThat(kill.waitFor()).as("kill -" + name + " " + pid).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static void killNow(long pid) {
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }

  private static Path testClasses() {
    try {
      return Path.of(Fixtures.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
