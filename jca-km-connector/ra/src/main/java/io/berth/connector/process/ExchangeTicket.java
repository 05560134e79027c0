package io.berth.connector.process;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to one exchange with one generation. Whoever speaks to a KM takes it before the first
 * byte and closes it after the last; a drain waits for it. Any thread may call; nothing blocks.
 */
public final class ExchangeTicket implements AutoCloseable {
  private final KmTarget target;
  private final SlotActivity activity;
  private final long begun;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicBoolean stream = new AtomicBoolean();
  private volatile boolean answered;

  ExchangeTicket(KmTarget target, SlotActivity activity) {
    this.target = target;
    this.activity = activity;
    this.begun = activity.now();
  }

  /** Whom to speak to. */
  public KmTarget target() {
    return target;
  }

  /** Bytes went either way: counts as activity. One relaxed write; call it as often as you like. */
  public void bytes() {
    activity.touch();
  }

  /**
   * The answer began, or will not come for a reason that is the process's. Counted once, by whoever
   * holds the exchange; a caller that gave up says nothing.
   *
   * @param well whether it is one that a healthy process gives
   */
  public void answered(boolean well) {
    if (!answered) {
      answered = true;
      activity.answered(begun, well);
    }
  }

  /** The exchange turned out to be a stream: counted as open until {@link #close}. */
  public void streaming() {
    if (open.get() && stream.compareAndSet(false, true)) {
      activity.streamOpened();
    }
  }

  /** The exchange is over, however it ended. Calling it again changes nothing. */
  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      if (stream.get()) {
        activity.streamClosed();
      }
      activity.end();
    }
  }
}
