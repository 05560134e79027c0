package io.berth.km;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that gets full under a KM: what it says, what it keeps, and that it gets well again. */
class FullDiskIT {
  private static final int MEGABYTES = 8;
  private static final int MOST_SAVES = 400;
  private static final Pattern ID = Pattern.compile("\"item_id\":(\\d+)");

  @TempDir Path folder;

  @Test
  void onAFullDiskASaveIsRefusedWithItsReasonAndNothingThatWasAcknowledgedIsLost()
      throws Exception {
    List<Long> acknowledged = new ArrayList<>();
    try (SmallDisk disk = SmallDisk.at(folder.resolve("data"), MEGABYTES)) {
      try (KmProcess km = KmProcess.start(folder, words -> disk.confined(words, MEGABYTES))) {
        HttpResponse<String> refused = fill(km, acknowledged);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.body())
            .containsPattern("the disk is full; nothing was changed|check the disk");
        assertThat(acknowledged).isNotEmpty();
        assertThat(save(km, acknowledged.size()).statusCode()).as("again").isEqualTo(503);
        assertKnown(km, acknowledged);
        assertThat(km.get("/health").statusCode()).isEqualTo(200);

        disk.makeRoom(km.process.pid());
        HttpResponse<String> saved = save(km, acknowledged.size());
        assertThat(saved.statusCode()).as("without a restart: " + saved.body()).isEqualTo(200);
        acknowledged.add(id(saved));
        km.process.destroyForcibly().waitFor();
      }
      try (KmProcess next = KmProcess.start(folder)) {
        assertKnown(next, acknowledged);
        assertThat(next.get("/status").body())
            .as("nothing that was refused is there")
            .contains("\"total_items\":" + acknowledged.size());
        assertThat(save(next, acknowledged.size()).statusCode()).isEqualTo(200);
      }
    }
  }

  private static HttpResponse<String> fill(KmProcess km, List<Long> acknowledged) throws Exception {
    HttpResponse<String> answer = null;
    for (int i = 0; i < MOST_SAVES; i++) {
      answer = save(km, i);
      if (answer.statusCode() != 200) {
        return answer;
      }
      acknowledged.add(id(answer));
    }
    throw new AssertionError("the disk took " + MOST_SAVES + " items: " + answer);
  }

  private static HttpResponse<String> save(KmProcess km, int number) throws Exception {
    String words = "Item " + number + " is about a walrus. ";
    return km.tool("save", "{\"content\":\"" + words.repeat(2_000) + "\"}");
  }

  private static void assertKnown(KmProcess km, List<Long> ids) throws Exception {
    for (int i = 0; i < ids.size(); i++) {
      assertThat(km.tool("get", "{\"item_id\":" + ids.get(i) + "}").body())
          .contains("Item " + i + " is about a walrus.");
    }
  }

  private static long id(HttpResponse<String> answer) {
    Matcher matcher = ID.matcher(answer.body());
    assertThat(matcher.find()).as(answer.body()).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
