package io.berth.acceptance.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.MicroBerth;
import io.berth.acceptance.program.Pattern;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bodies that are much larger than the server's heap, up and down, through the gateway: every byte
 * arrives, none of them waits in memory or on the disk. Run by the profile {@code streams}.
 */
@ExtendWith(MicroBerth.class)
class LargeBodiesRun {
  private static final long SIZE = Long.getLong("streams.bytes");
  private static final long MIB = 1024;

  /** What the server may write meanwhile: its log, the state of its processes. */
  private static final long MOST_WRITTEN = 32 * MIB;

  private final Api admin = Api.admin();

  @Test
  void whatIsLargerThanTheHeapPassesBothWaysWithoutBeingKeptAnywhere() throws Exception {
    String id = Fixtures.project("large", StreamRuntime.make(), Map.of());
    String whole = Pattern.sum(new Pattern(SIZE));
    assertThat(admin.get("/projects/" + id + "/km/open").status()).isEqualTo(200);
    pass(id, 8 * 1024 * MIB); // why: what the first one loads is no matter of its size
    ServerFigures before = ServerFigures.afterCollection();
    try (Sampler sampler = new Sampler()) {
      long begun = System.nanoTime();
      assertThat(down(id, SIZE)).as("what came down").isEqualTo(whole);
      long between = System.nanoTime();
      assertThat(up(id, SIZE, true)).as("what went up, its length announced").isEqualTo(whole);
      long after = System.nanoTime();
      assertThat(up(id, SIZE / 4, false))
          .as("what went up in chunks")
          .isEqualTo(Pattern.sum(new Pattern(SIZE / 4)));
      ServerFigures most = sampler.most();
      ServerFigures end = ServerFigures.afterCollection();
      assertThat(most.writtenKib() - before.writtenKib())
          .as("KiB written to disk meanwhile")
          .isLessThan(MOST_WRITTEN);
      assertThat(most.hiddenKib()).as("KiB in files without a name").isLessThan(MOST_WRITTEN);
      assertThat(end.heapKib())
          .as("KiB of heap that live on, before: " + before.heapKib())
          .isLessThan(before.heapKib() + 16 * MIB);
      Report.page("bodies")
          .line("heap that the server may have", ServerFigures.heapLimit())
          .line("bytes each way", SIZE)
          .line("down (MB/s)", rate(between - begun))
          .line("up (MB/s)", rate(after - between))
          .line(
              "live heap before, after (MiB)", before.heapKib() / MIB + ", " + end.heapKib() / MIB)
          .line("most heap in use at any look, garbage included (MiB)", most.heapKib() / MIB)
          .line("most memory of the process (MiB)", most.residentKib() / MIB)
          .line("written to disk meanwhile (KiB)", most.writtenKib() - before.writtenKib())
          .write();
    }
  }

  private void pass(String id, long size) throws Exception {
    String sum = Pattern.sum(new Pattern(size));
    assertThat(down(id, size)).isEqualTo(sum);
    assertThat(up(id, size, true)).isEqualTo(sum);
  }

  private String down(String id, long size) throws Exception {
    var answer =
        admin
            .client()
            .send(request(id, "pattern?" + size).GET().build(), BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValueAsLong("content-length")).hasValue(size);
    return Pattern.sum(answer.body());
  }

  private String up(String id, long size, boolean announced) {
    HttpRequest.BodyPublisher body = BodyPublishers.ofInputStream(() -> new Pattern(size));
    Reply reply =
        admin.send(
            request(id, "sum").POST(announced ? BodyPublishers.fromPublisher(body, size) : body));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    return reply.body();
  }

  private HttpRequest.Builder request(String id, String path) {
    return admin.request("/projects/" + id + "/km/" + path).timeout(Duration.ofMinutes(10));
  }

  private static long rate(long nanos) {
    return Math.round(SIZE * 1e3 / nanos);
  }
}
