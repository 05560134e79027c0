package io.berth.connector.channel;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.connector.process.KmTarget;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Opens exchanges: asks the process slots for admission, then sends the request head on a channel
 * of exactly the generation it was admitted to. A parked channel that turns out dead is replaced
 * without a word, as long as the head has not left completely.
 */
public final class PooledExchanges implements Exchanges {
  private final Admission admission;
  private final ChannelPools pools;
  private final LongSupplier nanos;

  public PooledExchanges(Admission admission, ChannelPools pools, LongSupplier nanos) {
    this.admission = admission;
    this.pools = pools;
    this.nanos = nanos;
  }

  @Override
  public KmExchange begin(ProjectId project, KmRequestHead head) throws KmException {
    return open(project, head, false);
  }

  @Override
  public KmExchange beginTunnel(ProjectId project, KmRequestHead head) throws KmException {
    return open(project, head, true);
  }

  private KmExchange open(ProjectId project, KmRequestHead head, boolean tunnel)
      throws KmException {
    Admission.Ticket ticket = admission.admit(project);
    boolean opened = false;
    try {
      KmTarget target = ticket.target();
      if (target.bridge().isPresent()) {
        KmExchange bridged = bridged(target, ticket, head, tunnel);
        opened = true;
        return bridged;
      }
      byte[] bytes =
          tunnel ? RequestHeads.upgrade(head, target) : RequestHeads.request(head, target);
      ChannelPool pool = pools.of(target);
      Channel channel = tunnel ? onOwnSocket(pool, bytes) : onPooledChannel(pool, bytes);
      opened = true;
      return new ChannelExchange(pool, channel, ticket, head, tunnel, nanos);
    } catch (KmException e) {
      if (e.problem() == Problem.BAD_UPSTREAM) {
        admission.suspect(project, ticket.target().generation());
      }
      throw e;
    } finally {
      if (!opened) {
        ticket.close();
      }
    }
  }

  private static KmExchange bridged(
      KmTarget target, Admission.Ticket ticket, KmRequestHead head, boolean tunnel)
      throws KmException {
    if (tunnel) {
      throw new KmException(
          Problem.BAD_UPSTREAM,
          "project " + target + " speaks MCP only; there is nothing to upgrade to");
    }
    return new BridgedExchange(target.bridge().get(), ticket, head);
  }

  private static Channel onPooledChannel(ChannelPool pool, byte[] head) throws KmException {
    while (true) {
      Channel channel = pool.lease();
      try {
        channel.send(head);
        return channel;
      } catch (IOException e) {
        pool.discard(channel);
        // why again is harmless: no server acts on a head that it did not get completely
        if (!channel.reused()) {
          throw notSent(pool, e);
        }
      }
    }
  }

  private static Channel onOwnSocket(ChannelPool pool, byte[] head) throws KmException {
    Channel channel = pool.openTunnel();
    try {
      channel.send(head);
      return channel;
    } catch (IOException e) {
      pool.discard(channel);
      throw notSent(pool, e);
    }
  }

  private static KmException notSent(ChannelPool pool, IOException cause) {
    return new KmException(
        Problem.BAD_UPSTREAM,
        "project " + pool.target() + " closed a new connection at once: " + cause.getMessage(),
        cause);
  }
}
