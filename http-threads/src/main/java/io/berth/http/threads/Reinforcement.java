package io.berth.http.threads;

import java.util.concurrent.TimeUnit;

/**
 * How many more threads to wake, or whether one may lie down, from two counters at one look after
 * the other. Few threads that are busy computing are not helped by more; few that wait for others
 * are. Called by the watch alone, once a millisecond while something waits.
 */
final class Reinforcement {
  /**
   * why so long: a queue that moves is worth standing in; 500 at once are through by then, and more
   * threads would only make each of them slower.
   */
  private static final int MOST_LOOKS_WHILE_IT_MOVES = 50;

  /** why not each: a node that computes as fast as it can is not helped, and gets slower. */
  private static final int LOOKS_FOR_ONE_TO_RISE = 5;

  /** why not at each: who is needed because others wait for their KM would be missed at once. */
  private static final int LOOKS_FOR_ONE_TO_LIE_DOWN = 3;

  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  private final int moves;
  private long lookedAt;
  private boolean wasLate;
  private long takenBefore;
  private long mark;
  private int looks;
  private int moving;

  /**
   * @param moves as many taken between two looks mean that the threads get on
   */
  Reinforcement(int moves) {
    this.moves = moves;
  }

  /**
   * @param now nanoseconds of the clock
   * @param added all that was ever added
   * @param taken all that was ever taken
   * @return how many more to wake; negative if so many fewer may work
   */
  int atLook(long now, long added, long taken) {
    boolean moved = taken - takenBefore >= moves;
    takenBefore = taken;
    boolean saysNothing = firstOfThoseThatAreLate(now);
    if (taken >= mark) {
      mark = added;
      looks = 0;
    } else {
      looks++;
      if (!moved && !saysNothing) {
        return (int) (mark - taken);
      }
      if (looks >= MOST_LOOKS_WHILE_IT_MOVES) {
        return looks % LOOKS_FOR_ONE_TO_RISE == 0 ? 1 : 0;
      }
    }
    return moved ? fewer() : 0;
  }

  /** why: what held up the watch (a collection, others' processes) held up the threads, too. */
  private boolean firstOfThoseThatAreLate(long now) {
    boolean late = now - lookedAt > LATE_NANOS;
    boolean first = late && !wasLate;
    lookedAt = now;
    wasLate = late;
    return first;
  }

  private int fewer() {
    moving++;
    if (moving < LOOKS_FOR_ONE_TO_LIE_DOWN) {
      return 0;
    }
    moving = 0;
    return -1;
  }
}
