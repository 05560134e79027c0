package io.berth.connector.stdio;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmHeader;
import io.berth.mcp.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The HTTP answer to one caller while it comes into being: one JSON document, or a stream of events
 * once there is more to say than that. The bridge fills it and never waits; one thread of the
 * caller reads it. What a slow caller does not take is bounded; the final answer always has room.
 */
public final class Reply {
  private static final int MOST_EVENTS = 512;
  private static final long MOST_BYTES = 4L << 20;

  /** What goes before the body; the length is -1 for a stream. */
  public record Head(int status, List<KmHeader> headers, long length) {}

  private final boolean acceptsEvents;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private long waiting;
  private Head head;
  private boolean ended;
  private boolean abandoned;
  private KmException failure;
  private volatile boolean reached;

  /** For a caller that accepts event streams, or does not. */
  public Reply(boolean acceptsEvents) {
    this.acceptsEvents = acceptsEvents;
  }

  // ---- the bridge's side ----

  /** The whole answer at once; the last event where a stream has begun. */
  void finish(int status, Object json, KmHeader... headers) {
    locked(
        () -> {
          if (ended) {
            return;
          }
          if (head == null) {
            byte[] body = JsonText.bytes(json);
            head = head(status, "application/json", body.length, headers);
            pieces.add(body);
          } else {
            pieces.add(asEvent(json));
          }
          ended = true;
        });
  }

  /** An answer without a body. */
  void empty(int status, KmHeader... headers) {
    locked(
        () -> {
          if (head == null && !ended) {
            head = new Head(status, List.of(headers), 0);
            ended = true;
          }
        });
  }

  /** Begins a stream of events that may stay silent for long. */
  void open(KmHeader... headers) {
    locked(
        () -> {
          if (head == null && !ended) {
            head = head(200, "text/event-stream", -1, headers);
          }
        });
  }

  /**
   * One message before the answer; begins a stream.
   *
   * @return false when it found no way: the caller is gone, takes no events, or too many wait
   */
  boolean event(Object json) {
    lock.lock();
    try {
      if (ended || abandoned || head == null && !acceptsEvents) {
        return false;
      }
      byte[] event = asEvent(json);
      if (pieces.size() >= MOST_EVENTS || waiting + event.length > MOST_BYTES) {
        return false;
      }
      if (head == null) {
        head = head(200, "text/event-stream", -1);
      }
      pieces.add(event);
      waiting += event.length;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** There will be no answer. */
  void fail(KmException why) {
    locked(
        () -> {
          if (!ended) {
            failure = why;
            ended = true;
          }
        });
  }

  /** The end of a stream. */
  void end() {
    locked(() -> ended = true);
  }

  void reachedChild() {
    reached = true;
  }

  boolean streams() {
    lock.lock();
    try {
      return head != null;
    } finally {
      lock.unlock();
    }
  }

  // ---- the caller's side ----

  /** Whether the program may have got the request. */
  public boolean reached() {
    return reached;
  }

  /** Nobody reads it any more. */
  public void abandon() {
    locked(
        () -> {
          abandoned = true;
          pieces.clear();
          waiting = 0;
        });
  }

  /** Waits for the head; false when the time was over first. */
  public boolean await(Duration patience) throws KmException {
    long left = Math.min(patience.toSeconds(), 1_000_000) * 1_000_000_000L + patience.getNano();
    lock.lock();
    try {
      while (head == null && failure == null && !abandoned) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  /** The head, as soon as it is there; null when it was abandoned first. */
  public Head head() throws KmException {
    lock.lock();
    try {
      while (head == null && failure == null && !abandoned) {
        changed.await();
      }
      if (head == null && failure != null) {
        throw failure;
      }
      return head;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  /** The body, as it comes. */
  public InputStream body() {
    return new Body();
  }

  private final class Body extends InputStream {
    private byte[] piece = new byte[0];
    private int at;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (at == piece.length) {
        byte[] next = take();
        if (next == null) {
          return -1;
        }
        piece = next;
        at = 0;
      }
      int count = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, bytes, offset, count);
      at += count;
      return count;
    }

    @Override
    public int available() {
      return piece.length - at;
    }
  }

  private byte[] take() throws IOException {
    lock.lock();
    try {
      while (pieces.isEmpty() && !ended && !abandoned) {
        changed.await();
      }
      if (abandoned) {
        throw new IOException("the exchange was broken off");
      }
      byte[] piece = pieces.poll();
      if (piece == null && failure != null) {
        throw new IOException(failure.getMessage(), failure);
      }
      waiting -= piece == null ? 0 : piece.length;
      return piece;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading an answer", e);
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static Head head(int status, String type, long length, KmHeader... more) {
    List<KmHeader> headers = new ArrayList<>();
    headers.add(new KmHeader("Content-Type", type));
    headers.add(new KmHeader("Cache-Control", length < 0 ? "no-cache" : "no-store"));
    headers.addAll(List.of(more));
    return new Head(status, headers, length);
  }

  private static byte[] asEvent(Object json) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes("event: message\ndata: ".getBytes(StandardCharsets.US_ASCII));
    event.writeBytes(JsonText.bytes(json));
    event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    return event.toByteArray();
  }

  private static KmException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new KmException(
        io.berth.connector.api.Problem.OUTCOME_UNKNOWN, "interrupted while waiting", e);
  }
}
