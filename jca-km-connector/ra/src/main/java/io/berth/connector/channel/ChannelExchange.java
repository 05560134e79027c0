package io.berth.connector.channel;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.KmResponseHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * One exchange on one channel, whose request head has already left. Owns the channel and the ticket
 * until {@link #close}, which decides whether the channel is parked or closed.
 */
final class ChannelExchange implements KmExchange {
  private enum Phase {
    /** Bytes may pass. */
    OPEN,
    /** Broken off; the channel is dead, the ticket still held. */
    CANCELLED,
    /** Over: channel and ticket were given back, and may belong to somebody else. */
    CLOSED
  }

  private final ChannelPool pool;
  private final Channel channel;
  private final Admission.Ticket ticket;
  private final boolean tunnel;
  private final ResponseSide response;
  private final RequestBody request;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
  private final AtomicBoolean detached = new AtomicBoolean();

  ChannelExchange(
      ChannelPool pool,
      Channel channel,
      Admission.Ticket ticket,
      KmRequestHead head,
      boolean tunnel,
      LongSupplier nanos) {
    this.pool = pool;
    this.channel = channel;
    this.ticket = ticket;
    this.tunnel = tunnel;
    this.response = new ResponseSide(channel, ticket, head.method(), tunnel, nanos);
    this.request =
        new RequestBody(
            channel, tunnel ? 0 : head.bodyLength(), ticket, () -> phase.get() != Phase.OPEN);
  }

  @Override
  public OutputStream requestBody() {
    return request;
  }

  @Override
  public boolean awaitResponse(Duration patience) throws KmException {
    requireOpen();
    try {
      return response.await(patience);
    } catch (KmException e) {
      throw explained(e);
    }
  }

  @Override
  public KmResponseHead responseHead() throws KmException {
    requireOpen();
    try {
      KmResponseHead head = response.head();
      if (detached.get() || response.streams()) {
        ticket.streaming();
      }
      return head;
    } catch (KmException e) {
      throw explained(e);
    }
  }

  @Override
  public InputStream responseBody() {
    try {
      requireOpen();
      return response.body(detached.get());
    } catch (KmException e) {
      return new FailedBody(e);
    }
  }

  @Override
  public List<KmHeader> responseTrailers() {
    return response.trailers();
  }

  @Override
  public OutputStream tunnelOutput() {
    if (!tunnel || !response.switchedProtocols()) {
      throw new IllegalStateException("there is no tunnel: the KM has not answered 101");
    }
    return new TunnelOutput(channel, ticket);
  }

  @Override
  public long generation() {
    return ticket.target().generation();
  }

  /** Always true: there is no exchange before its whole request head has left. */
  @Override
  public boolean mayHaveHadEffect() {
    return true;
  }

  @Override
  public void detach() {
    if (phase.get() == Phase.OPEN && detached.compareAndSet(false, true)) {
      pool.uncount(channel);
      // why: a request that is not answered yet is work, however long it takes; only an answer that
      // goes on and on is a stream, whose silence ends its claim on the process
      if (response.answered()) {
        ticket.streaming();
      }
    }
  }

  @Override
  public void cancel() {
    // why compare: once closed, the channel may already serve somebody else
    if (phase.compareAndSet(Phase.OPEN, Phase.CANCELLED)) {
      channel.abort();
    }
  }

  @Override
  public void close() {
    Phase before = phase.getAndSet(Phase.CLOSED);
    if (before == Phase.CLOSED) {
      return;
    }
    response.endReading();
    if (before == Phase.OPEN
        && !tunnel
        && !detached.get()
        && request.ended()
        && response.endedCleanly()) {
      pool.park(channel);
    } else {
      pool.discard(channel);
    }
    ticket.close();
  }

  private KmException explained(KmException failure) {
    if (phase.get() != Phase.OPEN) {
      return new Failures(ticket.target()).over();
    }
    ticket.answered(false);
    return failure;
  }

  private void requireOpen() throws KmException {
    if (phase.get() != Phase.OPEN) {
      throw new Failures(ticket.target()).over();
    }
  }

  /** Stands for a body that never came: each read says why. */
  private static final class FailedBody extends InputStream {
    private final KmException cause;

    FailedBody(KmException cause) {
      this.cause = cause;
    }

    @Override
    public int read() throws IOException {
      throw Failures.asIo(cause);
    }
  }
}
