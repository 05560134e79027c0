package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameBoundaryTest {
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;

  @Test
  void aFrameMayBeAddedExactlyWhereOneHasEndedHoweverTheBytesAreCut() {
    for (boolean masked : new boolean[] {false, true}) {
      for (int length : new int[] {0, 1, 125, 126, 127, 300, 65_535, 65_536, 70_000}) {
        byte[] frame = frame(TEXT, length, masked);
        for (int piece : new int[] {1, 2, 3, 7, 4096, frame.length}) {
          FrameBoundary frames = new FrameBoundary();
          assertThat(frames.mayAdd()).isTrue();
          for (int at = 0; at < frame.length; at += piece) {
            byte[] part = Arrays.copyOfRange(frame, at, Math.min(frame.length, at + piece));
            frames.passed(part, part.length);
            assertThat(frames.mayAdd())
                .as("length %d, masked %s, after %d", length, masked, at + part.length)
                .isEqualTo(at + part.length == frame.length);
          }
        }
      }
    }
  }

  @Test
  void severalFramesInOnePieceAreFollowed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(frame(TEXT, 5, false));
    bytes.writeBytes(frame(TEXT, 200, true));
    bytes.writeBytes(Arrays.copyOf(frame(TEXT, 9, false), 4));
    FrameBoundary frames = new FrameBoundary();
    frames.passed(bytes.toByteArray(), bytes.size());
    assertThat(frames.mayAdd()).isFalse();
    frames.passed(new byte[7], 7);
    assertThat(frames.mayAdd()).isTrue();
  }

  @Test
  void nothingIsAddedBehindAClose() {
    FrameBoundary frames = new FrameBoundary();
    byte[] close = frame(CLOSE, 2, false);
    frames.passed(close, close.length);
    assertThat(frames.mayAdd()).isFalse();
  }

  @Test
  void aLengthThatNoFrameMayHaveIsNeverTheBorderOfOne() {
    for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      byte[] bytes =
          ByteBuffer.allocate(34).put((byte) TEXT).put((byte) 0xff).putLong(length).array();
      FrameBoundary frames = new FrameBoundary();
      for (byte one : bytes) {
        frames.passed(new byte[] {one}, 1);
        assertThat(frames.mayAdd()).isFalse();
      }
    }
  }

  private static byte[] frame(int head, int length, boolean masked) {
    ByteBuffer frame = ByteBuffer.allocate(length + 14);
    int mask = masked ? 0x80 : 0;
    frame.put((byte) head);
    if (length < 126) {
      frame.put((byte) (mask | length));
    } else if (length < 65_536) {
      frame.put((byte) (mask | 126)).putShort((short) length);
    } else {
      frame.put((byte) (mask | 127)).putLong(length);
    }
    if (masked) {
      frame.putInt(0x01020304);
    }
    frame.position(frame.position() + length);
    return Arrays.copyOf(frame.array(), frame.position());
  }
}
