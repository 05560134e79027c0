package io.berth.gateway.observe;

import java.time.Duration;

/**
 * Says of each slow request why it was slow: which phase before its answer took most, and all of
 * them beside it. A stream is not slow for lasting long. On request threads, for few of them.
 */
final class SlowLog {
  /** Lines a second. */
  static final int MOST = 20;

  private final long threshold;
  private final CappedLog log;

  SlowLog(Duration threshold, CappedLog log) {
    this.threshold = threshold.toNanos();
    this.log = log;
  }

  /** Looks at it, and writes if it was slow. */
  void look(Passage passage) {
    if (passage.phases().untilAnswer() < threshold) {
      return;
    }
    Passage.Asked asked = passage.asked();
    StringBuilder line = new StringBuilder(256);
    line.append("slow because=").append(passage.phases().longest());
    line.append(" status=").append(passage.answer().status());
    Fields.append(line, passage);
    line.append(" method=\"");
    Texts.escape(line, asked.method());
    line.append("\" path=\"");
    Texts.escape(line, asked.path());
    line.append("\" subject=\"");
    Texts.escape(line, asked.subject() == null ? "-" : asked.subject());
    line.append('"');
    log.write(line.toString());
  }
}
