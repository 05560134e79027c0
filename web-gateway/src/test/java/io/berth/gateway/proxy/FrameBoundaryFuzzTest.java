package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigInteger;
import java.util.Arrays;

/** Bytes of a WebSocket, cut anywhere: the borders are those of a reader that sees all at once. */
class FrameBoundaryFuzzTest {
  @FuzzTest
  void aFrameMayBeAddedWhereASlowReaderSaysSo(byte[] data) {
    int piece = data.length == 0 ? 1 : 1 + (data[data.length - 1] & 0xf);
    FrameBoundary frames = new FrameBoundary();
    for (int at = 0; at < data.length; at += piece) {
      byte[] part = Arrays.copyOfRange(data, at, Math.min(data.length, at + piece));
      frames.passed(part, part.length);
      int seen = at + part.length;
      assertThat(frames.mayAdd()).as("after %d bytes", seen).isEqualTo(slowly(data, seen));
    }
  }

  /** Whether the first bytes are whole frames, none of which closes or has an impossible length. */
  private static boolean slowly(byte[] data, int seen) {
    BigInteger at = BigInteger.ZERO;
    BigInteger end = BigInteger.valueOf(seen);
    while (at.compareTo(end) < 0) {
      int head = at.intValueExact();
      if ((data[head] & 0xf) == 8 || head + 2 > seen) {
        return false;
      }
      int length = data[head + 1] & 0x7f;
      int more = length == 126 ? 2 : length == 127 ? 8 : 0;
      if (head + 2 + more > seen) {
        return false;
      }
      BigInteger payload =
          more == 0
              ? BigInteger.valueOf(length)
              : new BigInteger(1, Arrays.copyOfRange(data, head + 2, head + 2 + more));
      if (payload.bitLength() > 63) {
        return false;
      }
      int mask = data[head + 1] < 0 ? 4 : 0;
      at = BigInteger.valueOf(head + 2L + more + mask).add(payload);
    }
    return at.equals(end);
  }
}
