package io.berth.connector.channel;

import java.time.Duration;

/**
 * The bounds of one pool of channels.
 *
 * @param max leased at once; streams do not count
 * @param idle how long an unused channel stays open
 * @param patience how long an exchange waits for a channel while all are leased
 */
public record ChannelLimits(int max, Duration idle, Duration patience) {
  public ChannelLimits {
    if (max < 1 || idle.isNegative() || patience.isNegative()) {
      throw new IllegalArgumentException(
          "channels: at least one, and no negative times; got " + max + ", " + idle);
    }
  }
}
