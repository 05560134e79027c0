package io.berth.lifecycle.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutEventTest {
  @Test
  void itsSequenceSortsAsItsNumberWhateverDigitsTheServersLanguageHas() {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      OutEvent event =
          new OutEvent(Stream.TASKS, 42, "/berth/x", "type", "", Instant.EPOCH, Map.of());
      assertThat(event.json()).contains("\"sequence\":\"0000000000000000042\"");
    } finally {
      Locale.setDefault(usual);
    }
  }
}
