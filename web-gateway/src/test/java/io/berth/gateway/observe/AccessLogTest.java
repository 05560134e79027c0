package io.berth.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
  private static final Phases PHASES = Passages.phases(1200, 3, 40, 5, 2);

  @TempDir Path folder;

  @Test
  void aRequestIsALineOfJsonWithTheNamesOfTheSchema() throws IOException {
    Path file = folder.resolve("log/access.log");
    write(new EcsLine("node-1"), file, Passages.of("/projects/alpha/mcp", PHASES));
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(1);
    Map<String, Object> line = JSON.std.mapFrom(lines.get(0));
    assertThat(line)
        .containsEntry("@timestamp", "2026-02-03T04:05:06.789Z")
        .containsEntry("http.request.method", "POST")
        .containsEntry("url.path", "/projects/alpha/mcp")
        .containsEntry("http.response.status_code", 200)
        .containsEntry("http.response.body.bytes", 77)
        .containsEntry("event.duration", 1_250_000_000)
        .containsEntry("user.name", "bot-7")
        .containsEntry("user_agent.original", "curl/8 \"x\"\u00e4")
        .containsEntry("trace.id", Passages.TRACE.traceId())
        .containsEntry("http.request.id", "r-1")
        .containsEntry("berth.project", "alpha")
        .containsEntry("berth.cache", "miss")
        .containsEntry("berth.phase.start", 1_200_000_000)
        .containsEntry("berth.phase.gateway", 2_000_000);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void orALineInTheCombinedFormatWithFieldsBehindIt() throws IOException {
    Path file = folder.resolve("access.log");
    write(new CombinedLine(), file, Passages.of("/projects/alpha/km/a\nb", PHASES));
    assertThat(Files.readString(file))
        .isEqualTo(
            "127.0.0.1 - bot-7 [03/Feb/2026:04:05:06 +0000] \"POST /projects/alpha/km/a\\u000ab HTTP/1.1\" 200 77"
                + " \"-\" \"curl/8 \\\"x\\\"\\u00e4\" project=alpha outcome=answered cache=miss generation=3"
                + " ms=1250.00 start=1200.00 queue=3.00 km=40.00 body=5.00 gateway=2.00"
                + " request=r-1 trace=0af7651916cd43dd8448eb211c80319c\n");
  }

  @Test
  void theFilesNeverOutgrowTheirBoundAndGoOnAfterARestart() throws IOException {
    Path file = folder.resolve("access.log");
    int line = "0123456789\n".length();
    try (RotatedFile first = new RotatedFile(file, 3L * line, 3)) {
      for (int i = 0; i < 4; i++) {
        first.write("0123456789\n".getBytes());
      }
    }
    try (RotatedFile second = new RotatedFile(file, 3L * line, 3)) {
      for (int i = 0; i < 30; i++) {
        second.write("abcdefghij\n".getBytes());
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("access.log", "access.log.1", "access.log.2");
    }
    assertThat(Files.size(folder.resolve("access.log.1"))).isEqualTo(3L * line);
    assertThat(Files.size(file)).isLessThanOrEqualTo(3L * line);
  }

  @Test
  void whatTheQueueCannotHoldIsLeftOutAndCounted() throws IOException {
    Path file = folder.resolve("access.log");
    try (AccessLog log = new AccessLog(new CombinedLine(), new RotatedFile(file, 1 << 30, 2))) {
      Passage passage = Passages.of("/projects/alpha/mcp", PHASES);
      for (int i = 0; i < AccessLog.MOST_WAITING + 7; i++) {
        log.add(passage);
      }
      assertThat(log.dropped()).isEqualTo(7);
      log.drain();
      log.add(passage);
      assertThat(log.dropped()).isEqualTo(7);
    }
    try (Stream<String> lines = Files.lines(file)) {
      assertThat(lines.count()).isEqualTo(AccessLog.MOST_WAITING + 1L);
    }
  }

  @Test
  void aDiskThatRefusesLosesLinesAndNothingElse() throws IOException {
    Path blocked = folder.resolve("blocked");
    Files.createFile(blocked);
    AccessLog log =
        new AccessLog(new CombinedLine(), new RotatedFile(blocked.resolve("access.log"), 100, 2));
    log.add(Passages.of("/projects/alpha/mcp", PHASES));
    log.drain();
    assertThat(log.dropped()).isEqualTo(1);
    log.close();
  }

  private static void write(AccessLine line, Path file, Passage passage) {
    try (AccessLog log = new AccessLog(line, new RotatedFile(file, 1 << 20, 2))) {
      log.open();
      log.add(passage);
    }
  }
}
