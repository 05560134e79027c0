package io.berth.connector.channel;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmResponseHead;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;

/**
 * The response of one exchange. Its head may be awaited by more than one; the body has one reader.
 */
final class ResponseSide {
  /** A KM that says more than this before its answer says it for ever. */
  private static final int MOST_INTERIM = 100;

  private static final int FIRST_SERVER_ERROR = 500;

  private final Channel channel;
  private final Admission.Ticket ticket;
  private final String method;
  private final boolean tunnel;
  private final Failures failures;
  private final LongSupplier nanos;
  private final ReentrantLock heads = new ReentrantLock();
  private volatile ResponseHeads head;
  private volatile KmException failure;
  private int interim;
  private volatile ResponseBody body;
  private volatile ChunkedInputStream chunks;

  ResponseSide(
      Channel channel, Admission.Ticket ticket, String method, boolean tunnel, LongSupplier nanos) {
    this.channel = channel;
    this.ticket = ticket;
    this.method = method;
    this.tunnel = tunnel;
    this.failures = new Failures(ticket.target());
    this.nanos = nanos;
  }

  boolean await(Duration patience) throws KmException {
    return head != null || awaitUntil(nanos.getAsLong() + nanosOf(patience));
  }

  KmResponseHead head() throws KmException {
    if (head == null) {
      heads.lock();
      try {
        while (head == null) {
          receive(null);
        }
      } finally {
        heads.unlock();
      }
    }
    return head.head();
  }

  /**
   * The body, for its one reader.
   *
   * @param last whether nothing comes on this channel after it
   */
  InputStream body(boolean last) throws KmException {
    head();
    if (body == null) {
      if (last) {
        shrink();
      }
      body = unframed(head);
    }
    return body;
  }

  /** What followed the last chunk; empty until the body was read to its end. */
  List<KmHeader> trailers() {
    ResponseBody read = body;
    ChunkedInputStream framed = chunks;
    return read == null || framed == null || !read.ended()
        ? List.of()
        : Trailers.of(framed.getFooters());
  }

  /** why late: only who reads an event stream knows whether it keeps its channel. */
  private void shrink() throws KmException {
    try {
      channel.becomesStream();
    } catch (IOException e) {
      throw failures.beforeResponse(e);
    }
  }

  private ResponseBody unframed(ResponseHeads answered) {
    return new ResponseBody(stream(answered.framing()), answered.framing(), ticket, failures);
  }

  /** Whether the KM has sent everything, and the channel may be used again. */
  boolean endedCleanly() {
    ResponseBody read = body;
    // why not the socket too: the pool looks at it when it hands the channel out, which is later
    return read != null && read.ended() && head.keepAlive() && !channel.buffer().hasBufferedData();
  }

  /** Called when the exchange is over: a late read must not reach a channel that is parked. */
  void endReading() {
    ResponseBody read = body;
    if (read != null) {
      read.close();
    }
  }

  boolean switchedProtocols() {
    ResponseHeads answered = head;
    return answered != null && answered.head().status() == 101;
  }

  /** Whether the head of the answer is here. */
  boolean answered() {
    return head != null;
  }

  /** Whether the answer is a stream by what its head says: a tunnel or server-sent events. */
  boolean streams() {
    ResponseHeads answered = head;
    return answered != null && (switchedProtocols() || answered.isEventStream());
  }

  private boolean awaitUntil(long deadline) throws KmException {
    if (!lockUntil(deadline)) {
      return head != null;
    }
    try {
      while (head == null) {
        if (!receive(Duration.ofNanos(deadline - nanos.getAsLong()))) {
          return false;
        }
      }
      return true;
    } finally {
      heads.unlock();
    }
  }

  private boolean lockUntil(long deadline) throws KmException {
    try {
      return heads.tryLock() || heads.tryLock(deadline - nanos.getAsLong(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.beforeResponse(e);
    }
  }

  /** Takes one head, interim or final; false when the patience was over first. */
  private boolean receive(Duration patience) throws KmException {
    if (failure != null) {
      throw failure;
    }
    try {
      if (patience == null) {
        channel.awaitInput();
      } else if (!channel.awaitInput(patience)) {
        return false;
      }
      take(channel.receiveHead());
      return true;
    } catch (IOException | HttpException e) {
      failure = failures.beforeResponse(e);
      throw failure;
    }
  }

  private void take(ClassicHttpResponse response) throws HttpException {
    ticket.bytes();
    int status = response.getCode();
    if (ResponseHeads.isInterim(status)) {
      if (++interim > MOST_INTERIM) {
        throw new HttpException(MOST_INTERIM + " interim responses and no answer");
      }
      return;
    }
    if (status == 101 && !tunnel) {
      throw new HttpException("101 to a request that asked for no upgrade");
    }
    ticket.answered(status < FIRST_SERVER_ERROR);
    ResponseHeads answered = ResponseHeads.of(response, method, ticket.target().generation());
    if (!answered.isEventStream()) {
      body = unframed(answered);
    }
    head = answered;
  }

  private InputStream stream(long framing) {
    if (framing == ContentLengthStrategy.CHUNKED) {
      chunks = new ChunkedInputStream(channel.buffer(), channel.input(), Channel.HTTP);
      return chunks;
    }
    return framing < 0
        ? new IdentityInputStream(channel.buffer(), channel.input())
        : new ContentLengthInputStream(channel.buffer(), channel.input(), framing);
  }

  private static long nanosOf(Duration patience) {
    return patience.compareTo(Duration.ofDays(1)) > 0
        ? Duration.ofDays(1).toNanos()
        : patience.toNanos();
  }
}
