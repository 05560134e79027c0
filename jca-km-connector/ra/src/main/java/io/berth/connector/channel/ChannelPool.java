package io.berth.connector.channel;

import io.berth.connector.api.ChannelUse;
import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.process.KmTarget;
import io.berth.connector.stdio.Bridge;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The channels of one generation of one project's process: the last one parked is leased first, so
 * that those not needed grow old and go. Any thread may call; only {@link #lease} blocks, while all
 * are leased. Once closed it stays closed, and what it held is broken off.
 */
final class ChannelPool {
  /** A channel parked for less is taken without a look for its end. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int WAKE_ALL = 1 << 24;

  private final KmTarget target;
  private final ChannelLimits limits;
  private final LongSupplier nanos;
  private final Semaphore free;
  private final Deque<Channel> idle = new ConcurrentLinkedDeque<>();
  private final Set<Channel> live = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  ChannelPool(KmTarget target, ChannelLimits limits, LongSupplier nanos) {
    this.target = target;
    this.limits = limits;
    this.nanos = nanos;
    this.free = new Semaphore(limits.max());
  }

  KmTarget target() {
    return target;
  }

  /** A channel, parked or new, for one exchange. */
  Channel lease() throws KmException {
    acquire();
    boolean leased = false;
    try {
      Channel channel = parked();
      if (channel == null) {
        channel = connect(Channel::open);
      }
      channel.countInPool();
      leased = true;
      return checkedOut(channel);
    } finally {
      if (!leased) {
        free.release();
      }
    }
  }

  /** A channel for a tunnel: never parked, not counted. */
  Channel openTunnel() throws KmException {
    return checkedOut(connect(Channel::openTunnel));
  }

  /** After a clean end: parks it for the next exchange. */
  void park(Channel channel) {
    live.remove(channel);
    channel.parkedAt(nanos.getAsLong());
    // why before the push: from then on it is another exchange that counts it
    boolean counted = channel.uncount();
    idle.push(channel);
    if (closed) {
      drainIdle();
    }
    if (counted) {
      free.release();
    }
  }

  /** After any other end. */
  void discard(Channel channel) {
    channel.abort();
    live.remove(channel);
    uncount(channel);
  }

  /** It became a stream: its place goes to the next exchange. */
  void uncount(Channel channel) {
    if (channel.uncount()) {
      free.release();
    }
  }

  /** Closes what was parked longer than the limit. */
  void evictIdle() {
    long now = nanos.getAsLong();
    for (Channel oldest = idle.peekLast();
        oldest != null && now - oldest.idleSince() >= limits.idle().toNanos();
        oldest = idle.peekLast()) {
      if (idle.removeLastOccurrence(oldest)) {
        oldest.abort();
      }
    }
  }

  /** The generation is over: nothing is leased any more, everything is broken off. */
  void close() {
    closed = true;
    drainIdle();
    live.forEach(Channel::abort);
    target.bridge().ifPresent(Bridge::close);
    free.release(WAKE_ALL);
  }

  ChannelUse use() {
    int leased = closed ? live.size() : limits.max() - free.availablePermits();
    return new ChannelUse(Math.max(0, leased), idle.size());
  }

  private void acquire() throws KmException {
    try {
      if (!free.tryAcquire()
          && !free.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new KmException(
            Problem.OVERLOADED,
            "project "
                + target.project()
                + ": all "
                + limits.max()
                + " channels are in use; raise berth.channels.max or ask again later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KmException(Problem.OVERLOADED, "interrupted while waiting for a channel", e);
    }
  }

  private Channel parked() {
    for (Channel channel = idle.poll(); channel != null; channel = idle.poll()) {
      if (!channel.spoiled(nanos.getAsLong() - channel.idleSince() > FRESH_NANOS)) {
        return channel;
      }
      channel.abort();
    }
    return null;
  }

  private Channel connect(Opening opening) throws KmException {
    requireOpen();
    try {
      return opening.open(target.address());
    } catch (IOException e) {
      throw new KmException(
          Problem.BAD_UPSTREAM, "project " + target + " takes no connection: " + e.getMessage(), e);
    }
  }

  /** why after the fact: a generation that ends meanwhile must not miss this channel. */
  private Channel checkedOut(Channel channel) throws KmException {
    live.add(channel);
    if (closed) {
      discard(channel);
      requireOpen();
    }
    return channel;
  }

  private void requireOpen() throws KmException {
    if (closed) {
      throw new KmException(
          Problem.STARTING,
          "project " + target.project() + ": generation " + target.generation() + " has ended");
    }
  }

  private interface Opening {
    Channel open(InetSocketAddress address) throws IOException;
  }

  private void drainIdle() {
    for (Channel channel = idle.poll(); channel != null; channel = idle.poll()) {
      channel.abort();
    }
  }
}
