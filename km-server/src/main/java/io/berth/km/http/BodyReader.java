package io.berth.km.http;

import io.berth.km.Log;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpServerRequestHandler.ResponseTrigger;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/**
 * Reads a request's body up to a limit. Large bodies are taken one at a time, because the heap is
 * sized for one of them; small ones never wait for that. Called on request threads.
 */
public final class BodyReader {
  static final int LIMIT = 8 << 20;
  private static final int SMALL = 256 << 10;
  private static final int SMALL_REST = 64 << 10;
  private static final long PATIENCE_SECONDS = 2;
  private static final long DISCARDED = 64L << 20;

  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Semaphore large = new Semaphore(1);
  private final LongSupplier nanos;

  /** A body in memory; closing it makes room for the next large one. */
  static final class Body implements AutoCloseable {
    private final byte[] bytes;
    private final Semaphore permit;

    Body(byte[] bytes, Semaphore permit) {
      this.bytes = bytes;
      this.permit = permit;
    }

    byte[] bytes() {
      return bytes;
    }

    @Override
    public void close() {
      if (permit != null) {
        // why: the heap grew for this body and shrinks only at a full collection, which a quiet KM
        // would never see; it lasts some milliseconds
        System.gc();
        permit.release();
      }
    }
  }

  /** The body was not read; {@link #reply} says why. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    Refused(Reply reply) {
      super(null, null, false, false);
      this.reply = reply;
    }

    Reply reply() {
      return reply;
    }
  }

  public BodyReader(LongSupplier nanos) {
    this.nanos = nanos;
  }

  Body read(ClassicHttpRequest request, ResponseTrigger response)
      throws HttpException, IOException, Refused {
    HttpEntity entity = request.getEntity();
    if (entity == null) {
      return new Body(new byte[0], null);
    }
    Header expect = request.getFirstHeader("Expect");
    if (expect != null && "100-continue".equalsIgnoreCase(expect.getValue())) {
      request.removeHeaders("Expect");
      response.sendInformation(new BasicClassicHttpResponse(100));
    }
    // why: somebody who sends a byte now and then must not hold a permit for good
    InputStream in = new BoundedTime(entity.getContent(), nanos, MOST_NANOS);
    long announced = entity.getContentLength();
    if (announced > LIMIT) {
      discard(in);
      throw new Refused(tooLarge(announced + " bytes"));
    }
    byte[] start = in.readNBytes(SMALL);
    if (start.length < SMALL) {
      return new Body(start, null);
    }
    return readLarge(in, start);
  }

  private Body readLarge(InputStream in, byte[] start) throws IOException, Refused {
    if (!permitted()) {
      discard(in);
      throw new Refused(
          Reply.problem(
                  503,
                  "overloaded",
                  "Busy with another large request",
                  "Large bodies are taken one at a time; try again")
              .with("Retry-After", "5"));
    }
    boolean kept = false;
    try {
      byte[] rest = in.readNBytes(LIMIT - SMALL + 1);
      if (rest.length > LIMIT - SMALL) {
        discard(in);
        throw new Refused(tooLarge("more than " + LIMIT + " bytes"));
      }
      byte[] all = new byte[SMALL + rest.length];
      System.arraycopy(start, 0, all, 0, SMALL);
      System.arraycopy(rest, 0, all, SMALL, rest.length);
      kept = true;
      return new Body(all, large);
    } finally {
      if (!kept) {
        large.release();
      }
    }
  }

  private boolean permitted() {
    try {
      return large.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Whether nothing of the request is left on its connection; a small rest is read away. Otherwise
   * the connection must be closed after the answer, and nobody reads from it any more.
   */
  boolean leave(ClassicHttpRequest request) {
    HttpEntity entity = request.getEntity();
    if (entity == null) {
      return true;
    }
    try {
      // why: who waits for leave to send has sent nothing that could be read
      if (!request.containsHeader("Expect")) {
        InputStream in = new BoundedTime(entity.getContent(), nanos, MOST_NANOS);
        if (in.readNBytes(SMALL_REST).length < SMALL_REST) {
          return true;
        }
      }
    } catch (IOException e) {
      Log.failure("The rest of a request could not be read", e);
    }
    request.setEntity(null);
    return false;
  }

  /** Reads on for a while so that the caller, still writing, gets to see the answer. */
  private static void discard(InputStream in) throws IOException {
    byte[] buffer = new byte[16 << 10];
    long seen = 0;
    int n = in.read(buffer);
    while (n >= 0 && seen < DISCARDED) {
      seen += n;
      n = in.read(buffer);
    }
  }

  private static Reply tooLarge(String size) {
    return Reply.problem(
        413,
        "body-too-large",
        "Body too large",
        "The body has "
            + size
            + "; at most "
            + LIMIT
            + " bytes are read. Send large imports in several calls");
  }
}
