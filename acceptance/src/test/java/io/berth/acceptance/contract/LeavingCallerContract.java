package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Callers that leave in the middle of a body: everyday, and no defect of anybody. */
public abstract class LeavingCallerContract {
  private static final Pattern LOUD =
      Pattern.compile("^(\tat |Caused by|\\S+ (WARN|SEVERE|ERROR)).*");

  private final Api admin = Api.admin();

  @Test
  void aBodyThatIsBrokenOffIsOneQuietLineAndNoIncident() throws Exception {
    String runtime = Fixtures.program("bodies", "io.berth.acceptance.program.StreamKm", "${port}");
    String id = Fixtures.project("leaving", runtime, Map.of());
    assertThat(admin.get("/projects/" + id + "/km/open").status()).isEqualTo(200);
    int before = log().size();
    String json = "Content-Type: application/json\r\nContent-Length: 50\r\n";
    String large = "x".repeat(100_000);
    String chunk = "5\r\n12345\r\n";
    int left = 0;
    for (boolean torn : List.of(false, true)) {
      leave("PUT", "/api/v1/projects/" + id + "/busy/h", json, "{", torn);
      leave("POST", "/api/v1/projects", json, "{", torn);
      leave("POST", "/mcp", json, "{", torn);
      leave("POST", "/projects/" + id + "/mcp", json, "{", torn);
      leave("POST", "/projects/" + id + "/km/sum", "Content-Length: 9\r\n", "12345", torn);
      leave("POST", "/projects/" + id + "/km/sum", "Content-Length: 1000000\r\n", large, torn);
      leave("POST", "/projects/" + id + "/km/sum", "Transfer-Encoding: chunked\r\n", chunk, torn);
      left += 7;
      leaveWhileReading("/projects/" + id + "/km/pattern?50000000", torn);
    }
    int all = left;
    await().until(() -> linesOfThose(log(), before).size() >= all);
    await().until(() -> Fixtures.process(id).get("inFlight").equals(0));
    List<String> told = log().subList(before, log().size());
    assertThat(told).noneMatch(line -> LOUD.matcher(line).matches());
    assertThat(linesOfThose(told, 0)).hasSize(all).allMatch(line -> line.contains(" INFO "));
    assertThat(linesOfThose(told, 0)).filteredOn(line -> line.contains(id)).hasSize(all - 4);
  }

  private static List<String> linesOfThose(List<String> log, int from) {
    return log.subList(from, log.size()).stream()
        .filter(line -> line.contains("a caller left, after "))
        .toList();
  }

  private static void leave(String method, String path, String lines, String part, boolean torn)
      throws IOException {
    try (Socket caller = ask(method, path, lines)) {
      caller.getOutputStream().write(Wire.bytes(part));
      end(caller, torn);
    }
  }

  private static void leaveWhileReading(String path, boolean torn) throws IOException {
    try (Socket caller = ask("GET", path, "")) {
      InputStream in = caller.getInputStream();
      assertThat(in.readNBytes(100_000)).hasSize(100_000);
      end(caller, torn);
    }
  }

  private static Socket ask(String method, String path, String lines) throws IOException {
    Socket caller = Wire.connect();
    String token = BerthUnderTest.current().adminToken();
    caller.getOutputStream().write(Wire.bytes(Wire.request(method, path, token, lines)));
    return caller;
  }

  private static void end(Socket caller, boolean torn) throws IOException {
    if (torn) {
      caller.setSoLinger(true, 0);
    }
    caller.close();
  }

  private static List<String> log() throws IOException {
    Path log = BerthUnderTest.current().dataFolder().resolve("node-1/server.log");
    return Files.readAllLines(log);
  }
}
