package io.berth.lifecycle.waiting;

import io.berth.lifecycle.claim.Claims;
import io.berth.lifecycle.database.Notices;
import io.berth.lifecycle.settings.BerthSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/** Parked requests and their listener, put together. Made once by the node. */
public record WaitingFeature(ParkedClaims parked, ReadyListener listener) implements AutoCloseable {
  /** How often the timer looks: a wait lasts at most so much longer. */
  public static final Duration LOOK = Duration.ofMillis(250);

  /** Puts it together. */
  public static WaitingFeature on(
      BerthSettings.Database settings,
      Claims claims,
      Openings openings,
      Executor executor,
      ThreadFactory threads,
      LongSupplier nanos) {
    ParkedClaims parked =
        new ParkedClaims(claims, openings, executor, nanos, ParkedClaims.Limits.USUAL);
    return new WaitingFeature(
        parked, new ReadyListener(() -> ear(settings), threads, parked::ready, parked::anything));
  }

  private static ReadyListener.Ear ear(BerthSettings.Database settings) throws SQLException {
    Notices notices = Notices.open(settings, ReadyListener.CHANNEL);
    return new ReadyListener.Ear() {
      @Override
      public Iterable<String> await(Duration patience) throws SQLException {
        return notices.await(patience);
      }

      @Override
      public void close() throws SQLException {
        notices.close();
      }
    };
  }

  @Override
  public void close() {
    listener.close();
    parked.close();
  }
}
