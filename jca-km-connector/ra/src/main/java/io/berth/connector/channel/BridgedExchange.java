package io.berth.connector.channel;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.KmResponseHead;
import io.berth.connector.api.Problem;
import io.berth.connector.stdio.Bridge;
import io.berth.connector.stdio.HttpIn;
import io.berth.connector.stdio.Reply;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One exchange with a program behind a bridge: no socket, no channel. The request is collected and
 * handed over whole; the answer is read as it comes.
 */
final class BridgedExchange implements KmExchange {
  private final Bridge bridge;
  private final Admission.Ticket ticket;
  private final KmRequestHead head;
  private final Reply reply;
  private final Body body = new Body();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean detached;
  private volatile boolean answered;

  BridgedExchange(Bridge bridge, Admission.Ticket ticket, KmRequestHead head) {
    this.bridge = bridge;
    this.ticket = ticket;
    this.head = head;
    String accept = first("Accept");
    this.reply =
        new Reply(
            accept != null && (accept.contains("text/event-stream") || accept.contains("*/*")));
    if (head.bodyLength() == 0) {
      body.close();
    }
  }

  @Override
  public OutputStream requestBody() {
    return body;
  }

  @Override
  public boolean awaitResponse(Duration patience) throws KmException {
    return reply.await(patience);
  }

  @Override
  public KmResponseHead responseHead() throws KmException {
    Reply.Head answer;
    try {
      answer = reply.head();
    } catch (KmException e) {
      ticket.answered(false);
      throw e;
    }
    if (answer == null) {
      throw over();
    }
    answered = true;
    ticket.bytes();
    ticket.answered(true);
    if (detached || answer.length() < 0) {
      ticket.streaming();
    }
    return new KmResponseHead(answer.status(), answer.headers(), answer.length(), generation());
  }

  @Override
  public InputStream responseBody() {
    return new FilterInputStream(reply.body()) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        ticket.bytes();
        return count;
      }
    };
  }

  @Override
  public OutputStream tunnelOutput() {
    throw new IllegalStateException("there is no tunnel to a program behind a bridge");
  }

  @Override
  public long generation() {
    return ticket.target().generation();
  }

  @Override
  public boolean mayHaveHadEffect() {
    return reply.reached();
  }

  @Override
  public void detach() {
    detached = true;
    // why: a request that is not answered yet is work, however long it takes
    if (answered) {
      ticket.streaming();
    }
  }

  @Override
  public void cancel() {
    if (cancelled.compareAndSet(false, true)) {
      reply.abandon();
      bridge.gone(reply);
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      cancel();
      ticket.close();
    }
  }

  private String first(String name) {
    return head.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(KmHeader::value)
        .findFirst()
        .orElse(null);
  }

  private KmException over() {
    return new KmException(
        Problem.OUTCOME_UNKNOWN,
        "the exchange with project " + ticket.target() + " was broken off");
  }

  /** Collects the request; at its end the bridge gets it. */
  private final class Body extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean tooLong;
    private boolean ended;

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      tooLong |= bytes.size() + length > Bridge.MOST_REQUEST_BYTES;
      if (tooLong) {
        bytes.reset(); // why read on: the caller is told when it has said everything
      } else {
        bytes.write(from, offset, length);
      }
    }

    @Override
    public void close() {
      if (ended) {
        return;
      }
      ended = true;
      ticket.bytes();
      String target = head.target();
      int query = target.indexOf('?');
      bridge.handle(
          new HttpIn(
              head.method(),
              query < 0 ? target : target.substring(0, query),
              BridgedExchange.this::first,
              tooLong ? null : bytes.toByteArray()),
          reply);
    }
  }
}
