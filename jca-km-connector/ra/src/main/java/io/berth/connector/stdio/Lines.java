package io.berth.connector.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads what a program writes, line by line, and never holds more than one line of the allowed
 * length. Used by one thread.
 */
final class Lines {
  private static final int ENDS_KEPT = 512;

  private final InputStream in;
  private final int most;
  private final byte[] buffer = new byte[16 * 1024];
  private int from;
  private int to;

  Lines(InputStream in, int most) {
    this.in = in;
    this.most = most;
  }

  /** The next line that is not empty; null at the end. A last line without an end counts. */
  Line next() throws IOException {
    while (true) {
      Line line = read();
      if (line == null || line.overlong() || line.bytes().length > 0) {
        return line;
      }
    }
  }

  private Line read() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] tail = null;
    boolean any = false;
    while (fill()) {
      any = true;
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      if (tail == null && line.size() + end - from <= most) {
        line.write(buffer, from, end - from);
      } else {
        if (tail == null) {
          tail = line.toByteArray();
          line.write(buffer, from, Math.min(ENDS_KEPT, end - from));
        }
        tail = ends(tail, end);
      }
      boolean complete = end < to;
      from = complete ? end + 1 : end;
      if (complete) {
        return line(line, tail);
      }
    }
    return any ? line(line, tail) : null;
  }

  private byte[] ends(byte[] before, int end) {
    byte[] joined = Arrays.copyOf(before, before.length + end - from);
    System.arraycopy(buffer, from, joined, before.length, end - from);
    return Arrays.copyOfRange(joined, Math.max(0, joined.length - ENDS_KEPT), joined.length);
  }

  private static Line line(ByteArrayOutputStream line, byte[] tail) {
    byte[] bytes = line.toByteArray();
    if (tail != null) {
      return new Line(Arrays.copyOf(bytes, Math.min(bytes.length, ENDS_KEPT)), true, tail);
    }
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] <= ' ' && bytes[length - 1] >= 0) {
      length--;
    }
    return Line.of(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
  }

  private boolean fill() throws IOException {
    if (from < to) {
      return true;
    }
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }
}
