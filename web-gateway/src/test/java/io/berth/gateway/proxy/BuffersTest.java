package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuffersTest {
  private final Buffers buffers = new Buffers();

  @Test
  void onlyABodyKnownToBeLongHasALargeOne() {
    assertThat(buffers.take(-1)).hasSize(Buffers.SIZE);
    assertThat(buffers.take(Buffers.SIZE)).hasSize(Buffers.SIZE);
    assertThat(buffers.take(Buffers.SIZE + 1)).hasSize(Buffers.LARGE);
  }

  @Test
  void thereAreFewLargeOnesAndTheyAreUsedAgain() {
    List<byte[]> taken = new ArrayList<>();
    byte[] last = buffers.take(1 << 30);
    while (last.length == Buffers.LARGE) {
      taken.add(last);
      last = buffers.take(1 << 30);
    }
    assertThat(taken).hasSize(100);
    assertThat(last).hasSize(Buffers.SIZE);
    buffers.giveBack(last);
    buffers.giveBack(taken.get(7));
    assertThat(buffers.take(1 << 30)).isSameAs(taken.get(7));
    assertThat(buffers.take(1 << 30)).isSameAs(last);
  }
}
