package io.berth.lifecycle.claim.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the disk takes to make one page durable while nobody else asks it to: no commit can be
 * faster. Run before the measurement, for the reader of its figures.
 */
final class DiskProbe {
  private static final int PAGE = 8_192;
  private static final int WRITES = 500;

  private DiskProbe() {}

  static String run() throws IOException {
    Path file = Files.createTempFile("berth-disk-", "");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      double[] millis = new double[WRITES];
      for (int i = 0; i < WRITES; i++) {
        channel.write(ByteBuffer.allocate(PAGE), (long) i % 100 * PAGE);
        long start = System.nanoTime();
        channel.force(false);
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
      Arrays.sort(millis);
      return String.format(
          Locale.ROOT,
          "a page durable in p50 %.1f, p99 %.1f, longest %.1f ms",
          millis[WRITES / 2],
          millis[WRITES * 99 / 100],
          millis[WRITES - 1]);
    } finally {
      Files.delete(file);
    }
  }
}
