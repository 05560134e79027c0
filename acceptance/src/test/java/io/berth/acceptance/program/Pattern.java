package io.berth.acceptance.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** A body of any size that is never in memory: bytes that tell their place, the same each time. */
public final class Pattern extends InputStream {
  private static final int BLOCK = 64 * 1024;

  private final byte[] block = new byte[BLOCK];
  private long left;
  private int at = BLOCK;
  private long number;

  public Pattern(long size) {
    left = size;
    new Random(1).nextBytes(block);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (left <= 0) {
      return -1;
    }
    if (at == BLOCK) {
      at = 0;
      number++;
      for (int i = 0; i < Long.BYTES; i++) {
        block[i] = (byte) (number >> (8 * i));
      }
    }
    int count = (int) Math.min(left, Math.min(length, BLOCK - at));
    System.arraycopy(block, at, buffer, offset, count);
    at += count;
    left -= count;
    return count;
  }

  /** Reads it to its end: how many bytes they were, and their checksum. */
  public static String sum(InputStream body) {
    CheckedInputStream checked = new CheckedInputStream(body, new CRC32C());
    byte[] buffer = new byte[BLOCK];
    long total = 0;
    try {
      for (int n = checked.read(buffer); n >= 0; n = checked.read(buffer)) {
        total += n;
      }
    } catch (IOException torn) {
      throw new UncheckedIOException("after " + total + " bytes", torn);
    }
    return total + " " + Long.toHexString(checked.getChecksum().getValue());
  }
}
