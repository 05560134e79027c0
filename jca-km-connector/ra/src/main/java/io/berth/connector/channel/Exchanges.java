package io.berth.connector.channel;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.ProjectId;

/**
 * Opens exchanges with the READY process of a project. Called by connection handles on the thread
 * of the caller; knows nothing of permits.
 */
public interface Exchanges {
  /** On a pooled keep-alive channel; blocks while all channels of the project are leased. */
  KmExchange begin(ProjectId project, KmRequestHead head) throws KmException;

  /** On a socket of its own, for {@code Upgrade}. */
  KmExchange beginTunnel(ProjectId project, KmRequestHead head) throws KmException;
}
