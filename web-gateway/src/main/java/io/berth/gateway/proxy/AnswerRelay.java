package io.berth.gateway.proxy;

import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmResponseHead;
import io.berth.gateway.mcp.ChangeNotices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes one answer of a KM to the caller: head, then the body in constant memory, each piece as
 * soon as it is there. Blocks on both sides; the slower one sets the pace.
 */
final class AnswerRelay {
  /** Answers up to this size are read as a whole before the caller hears of them. */
  static final int WHOLE_MAX = 16 * 1024;

  /** Answers up to this size are worth a thread of the container while they come. */
  private static final int MODEST_MAX = 256 * 1024;

  /** A body that is still coming after so much, or so long, is a stream. */
  private static final long STREAM_BYTES = 1 << 20;

  private static final long STREAM_NANOS = 1_000_000_000L;

  private final Inbound in;
  private final KmExchange exchange;
  private final KmResponseHead head;
  private final Runnable detach;
  private final ChangeNotices notices;
  private boolean detached;
  private volatile List<KmHeader> trailers = List.of();

  /**
   * @param detach gives permit and place back because this became a stream; called at most once
   * @param notices sees what passes of an event stream
   */
  AnswerRelay(
      Inbound in,
      KmExchange exchange,
      KmResponseHead head,
      Runnable detach,
      ChangeNotices notices) {
    this.in = in;
    this.exchange = exchange;
    this.head = head;
    this.detach = detach;
    this.notices = notices;
  }

  /** Whether all of it has come, so that it is over soon, however slow the caller is. */
  static boolean isHere(KmExchange exchange, KmResponseHead head, String method) {
    try {
      return bodyless(head, method)
          || isShort(head, method) && exchange.responseBody().available() >= head.bodyLength();
    } catch (IOException broken) {
      return false;
    }
  }

  /** Whether it has a length that is not much more than a caller takes at once. */
  static boolean isModest(KmResponseHead head) {
    return head.bodyLength() >= 0 && head.bodyLength() <= MODEST_MAX && !isEventStream(head);
  }

  /** Whether it is read as a whole. */
  static boolean isShort(KmResponseHead head, String method) {
    return bodyless(head, method)
        || (head.bodyLength() >= 0 && head.bodyLength() <= WHOLE_MAX && !isEventStream(head));
  }

  static boolean bodyless(KmResponseHead head, String method) {
    return method.equals("HEAD") || head.status() == 204 || head.status() == 304;
  }

  static boolean isEventStream(KmResponseHead head) {
    String type = HeaderRules.first(head.headers(), "content-type");
    return type != null && type.regionMatches(true, 0, "text/event-stream", 0, 17);
  }

  /** The lines the caller sees. */
  static List<KmHeader> headers(KmResponseHead head, String serverTiming) {
    List<KmHeader> headers = returnable(head.headers());
    headers.add(new KmHeader("Berth-Generation", Long.toString(head.generation())));
    headers.add(new KmHeader("Server-Timing", serverTiming));
    return headers;
  }

  private static List<KmHeader> returnable(List<KmHeader> said) {
    List<KmHeader> headers = new ArrayList<>(said.size() + 2);
    for (KmHeader header : said) {
      if (HeaderRules.returnable(header.name())) {
        headers.add(header);
      }
    }
    return headers;
  }

  /**
   * Passes everything on.
   *
   * @throws CallerGone when the caller's side failed
   * @throws IOException when the KM's side failed
   */
  void pass(String method, String serverTiming, byte[] buffer, long begun, CallTimes times)
      throws IOException {
    // why: as long as nothing was said to the caller, a KM that breaks off can be replaced
    boolean whole = !bodyless(head, method) && isShort(head, method);
    int count = whole ? readWhole(buffer) : 0;
    OutputStream out;
    try {
      if (head.bodyLength() < 0 && HeaderRules.takesTrailers(in.headers())) {
        in.trailers(() -> trailers);
      }
      out = in.respond(head.status(), headers(head, serverTiming), lengthToSay(method));
    } catch (IOException gone) {
      throw new CallerGone(gone);
    }
    if (bodyless(head, method)) {
      // why: of a head that ends before it was sent the container says that its body has length 0
      if (method.equals("HEAD") && lengthToSay(method) < 0) {
        flush(out);
      }
      return;
    }
    if (whole) {
      write(out, buffer, count);
      return;
    }
    boolean events = isEventStream(head);
    if (events) {
      becomeStream();
      flush(out);
    }
    copy(out, buffer, events && method.equals("GET"), begun, times);
  }

  private int readWhole(byte[] buffer) throws IOException {
    InputStream body = exchange.responseBody();
    int length = (int) head.bodyLength();
    int count = body.readNBytes(buffer, 0, length);
    // why: the channel is reusable only once its end was seen
    if (count < length || body.read() >= 0) {
      throw new IOException("the KM's answer does not have its length");
    }
    return count;
  }

  /**
   * @param resumable whether the caller listens to events: it takes an end for what it is, discards
   *     half an event and comes back, so the end of the process ends the stream and breaks nothing
   */
  private void copy(OutputStream out, byte[] first, boolean resumable, long begun, CallTimes times)
      throws IOException {
    byte[] buffer = first;
    InputStream body = exchange.responseBody();
    boolean events = isEventStream(head);
    long total = 0;
    while (true) {
      int count = resumable ? readEvents(body, buffer) : body.read(buffer);
      if (count < 0) {
        break;
      }
      total += count;
      if (events) {
        notices.passing(buffer, count);
      }
      write(out, buffer, count);
      boolean whole = total == head.bodyLength();
      if (!whole && (events || body.available() == 0)) {
        flush(out);
      }
      if (!whole && (total > STREAM_BYTES || times.now() - begun > STREAM_NANOS)) {
        becomeStream();
      }
      buffer = Buffers.after(count, buffer);
    }
    if (head.bodyLength() >= 0 && total < head.bodyLength()) {
      throw new IOException("the KM's answer ended before its length");
    }
    trailers = returnable(exchange.responseTrailers());
  }

  private static int readEvents(InputStream body, byte[] buffer) {
    try {
      return body.read(buffer);
    } catch (IOException ended) {
      return -1;
    }
  }

  private long lengthToSay(String method) {
    if (head.status() == 204 || head.status() == 304) {
      return -1;
    }
    if (method.equals("HEAD")) {
      String length = HeaderRules.first(head.headers(), "content-length");
      return length == null ? -1 : Long.parseLong(length.trim());
    }
    return head.bodyLength();
  }

  private void becomeStream() {
    if (!detached) {
      detached = true;
      detach.run();
    }
  }

  private static void write(OutputStream out, byte[] buffer, int count) throws CallerGone {
    try {
      out.write(buffer, 0, count);
    } catch (IOException gone) {
      throw new CallerGone(gone);
    }
  }

  private static void flush(OutputStream out) throws CallerGone {
    try {
      out.flush();
    } catch (IOException gone) {
      throw new CallerGone(gone);
    }
  }
}
