package io.berth.gateway.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChangeNoticesTest {
  private static final String NOTICE =
      "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n";
  private final AtomicInteger heard = new AtomicInteger();
  private final ChangeNotices notices = new ChangeNotices(heard::incrementAndGet);

  @Test
  void hearsEachNotice() {
    pass(NOTICE + NOTICE);
    assertThat(heard).hasValue(2);
  }

  @Test
  void hearsANoticeWhereverItIsCut() {
    for (int cut = 0; cut <= NOTICE.length(); cut++) {
      pass(NOTICE.substring(0, cut));
      pass(NOTICE.substring(cut));
    }
    assertThat(heard).hasValue(NOTICE.length() + 1);
  }

  @Test
  void hearsNothingInOtherWords() {
    pass("list_chan ged lilist_changelist list_changes {\"method\":\"notifications/message\"}");
    assertThat(heard).hasValue(0);
    pass("lilist_changed");
    assertThat(heard).hasValue(1);
  }

  @Test
  void looksOnlyAtWhatPasses() {
    byte[] buffer = NOTICE.getBytes(UTF_8);
    notices.passing(buffer, 10);
    assertThat(heard).hasValue(0);
  }

  private void pass(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    notices.passing(bytes, bytes.length);
  }
}
