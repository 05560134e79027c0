package io.berth.lifecycle.boot;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.capacity.AlertWatch;
import io.berth.lifecycle.drift.DriftWatch;
import io.berth.lifecycle.history.StoredHistory;

/** What is looked at once a minute: history, alerts, drift. Made once by the node. */
public record ResourceFeature(StoredHistory history, AlertWatch alerts, DriftWatch drift) {

  /** Takes the sample of this minute and judges it. */
  public void minute() throws KmException {
    alerts.judge(history.take());
  }
}
