package io.berth.acceptance.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.Wire;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a caller with a token for one project tries, byte by byte, to get at everything else. */
public abstract class SafetyContract {
  private final Api admin = Api.admin();

  @Test
  void noSpellingOfAPathLeadsToAnotherProjectOrToTheServersOwnPages() throws IOException {
    String mine = Fixtures.project("mine", Map.of());
    String theirs = Fixtures.project("theirs", Map.of());
    String token = Fixtures.agentToken(mine);
    for (String path :
        List.of(
            "/projects/" + mine + "/../" + theirs + "/km/health",
            "/projects/" + mine + "/km/..%2f..%2f" + theirs + "/km/health",
            "/projects/" + mine + "/km/%2e%2e/%2e%2e/" + theirs + "/km/health",
            "/projects/" + mine + "/km/..;/..;/" + theirs + "/km/health",
            "/projects/" + theirs + ";x/km/health",
            "//projects/" + theirs + "/km/health",
            "/%70rojects/" + theirs + "/km/health",
            "http://elsewhere/projects/" + theirs + "/km/health",
            "/projects/" + mine + "/../../api/v1/system",
            "/api/v1/projects/" + theirs + ";x/process",
            "/api/v1/projects/%74" + theirs.substring(1) + "/process",
            "/metrics;x",
            "/%6detrics",
            "//metrics",
            "/health/../metrics",
            "/WEB-INF/web.xml")) {
      assertThat(Wire.status(Wire.send(Wire.request("GET", path, token, "Connection: close\r\n"))))
          .as(path)
          .isIn(301, 400, 401, 403, 404);
    }
  }

  @Test
  void ambiguousFramingNeverReachesAKnowledgeManager() throws IOException {
    String mine = Fixtures.project("mine", Map.of());
    String theirs = Fixtures.project("theirs", Map.of());
    String token = Fixtures.agentToken(mine);
    String hidden = "GET /projects/" + theirs + "/km/health HTTP/1.1\r\nHost: x\r\n\r\n";
    String mcp = "/projects/" + mine + "/km/mcp";
    for (String lines :
        List.of(
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
            "Content-Length: 5\r\nContent-Length: 6\r\n",
            "Content-Length: 5, 5\r\n",
            "Content-Length: +5\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding : chunked\r\n",
            "X: a\nTransfer-Encoding: chunked\r\n")) {
      String answer = Wire.send(Wire.request("POST", mcp, token, lines) + "0\r\n\r\n" + hidden);
      assertThat(Wire.status(answer)).as(lines).isIn(400, 501);
      assertThat(answer.split("HTTP/1\\.1 ", -1)).as(lines + answer).hasSize(2);
    }
    for (String lines : List.of("X: a\0b\r\n", "X: a\rb\r\n", "Host: other\r\n", ": x\r\n")) {
      assertThat(
              Wire.status(
                  Wire.send(Wire.request("GET", "/projects/" + mine + "/km/health", token, lines))))
          .as(lines)
          .isEqualTo(400);
    }
  }

  @Test
  void anAgentThatSendsByteByByteLeavesTheServerToOthers() throws IOException {
    String mine = Fixtures.project("mine", Map.of());
    String token = Fixtures.agentToken(mine);
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 220; i++) {
        String path = "/api/v1/projects/" + mine + "/busy/h" + i;
        String lines = "Content-Type: application/json\r\nContent-Length: 50\r\n";
        Socket socket = Wire.connect();
        slow.add(socket);
        socket.getOutputStream().write(Wire.bytes(Wire.request("PUT", path, token, lines) + "{"));
      }
      assertThat(admin.get("/health/live").status()).isEqualTo(200);
      assertThat(admin.get("/api/v1/projects/" + mine).status()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void nothingInTheDataFolderIsForOthersToRead() throws IOException {
    Path data = BerthUnderTest.current().dataFolder();
    for (String name : List.of(".", "keys", "projects", "run")) {
      if (Files.exists(data.resolve(name))) {
        assertThat(mode(data.resolve(name))).as(name).isEqualTo("rwx------");
      }
    }
    assertThat(mode(data.resolve("admin-token"))).isEqualTo("rw-------");
    assertThat(mode(data.resolve("keys/issuer.jwk"))).isEqualTo("rw-------");
  }

  @Test
  void noSecretStandsInArgumentsEnvironmentsOrLogs() throws IOException {
    String id = Fixtures.project("quiet", Map.of());
    assertThat(admin.get("/projects/" + id + "/km/health").status()).isEqualTo(200);
    Path folder = BerthUnderTest.current().dataFolder().resolve("projects").resolve(id);
    List<String> secrets = new ArrayList<>();
    try (Stream<Path> run = Files.list(folder.resolve("run"))) {
      for (Path file : run.toList()) {
        assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
        secrets.add(Files.readString(file).strip());
      }
    }
    secrets.add(BerthUnderTest.current().adminToken());
    assertThat(secrets).hasSizeGreaterThan(1).noneMatch(String::isBlank);
    Path process = Path.of("/proc/" + Fixtures.pid(id));
    for (Path place :
        List.of(process.resolve("cmdline"), process.resolve("environ"), log(folder))) {
      String text = Files.readString(place, ISO_8859_1);
      assertThat(secrets).as(place.toString()).noneMatch(text::contains);
    }
  }

  private static Path log(Path folder) {
    return folder.resolve("log/process.log");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
