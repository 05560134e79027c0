package io.berth.km.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** A stream that breaks off when it takes longer than it may, however steadily it drips. */
final class BoundedTime extends FilterInputStream {
  private final LongSupplier nanos;
  private final long begun;
  private final long most;

  BoundedTime(InputStream in, LongSupplier nanos, long mostNanos) {
    super(in);
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.most = mostNanos;
  }

  @Override
  public int read() throws IOException {
    check();
    return super.read();
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    check();
    return super.read(into, from, length);
  }

  private void check() throws IOException {
    if (nanos.getAsLong() - begun > most) {
      throw new IOException("the body took longer than " + most / 1_000_000_000 + " s to arrive");
    }
  }
}
