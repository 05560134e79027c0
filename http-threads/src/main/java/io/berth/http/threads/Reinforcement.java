package io.berth.http.threads;

/**
 * How many more threads to wake, from two counters at one look after the other. Few threads that
 * are busy computing are not helped by more; few that wait for others are. Called by the watch
 * alone, once a millisecond while something waits.
 */
final class Reinforcement {
  /**
   * why so long: a queue that moves is worth standing in; 500 at once are through by then, and more
   * threads would only make each of them slower.
   */
  private static final int MOST_LOOKS_WHILE_IT_MOVES = 50;

  private final int moves;
  private long takenBefore;
  private long mark;
  private int looks;

  /**
   * @param moves as many taken between two looks mean that the threads get on
   */
  Reinforcement(int moves) {
    this.moves = moves;
  }

  /**
   * @param added all that was ever added
   * @param taken all that was ever taken
   */
  int atLook(long added, long taken) {
    long moved = taken - takenBefore;
    takenBefore = taken;
    if (taken >= mark) {
      mark = added;
      looks = 0;
      return 0;
    }
    looks++;
    if (moved < moves) {
      return (int) (mark - taken);
    }
    return looks < MOST_LOOKS_WHILE_IT_MOVES ? 0 : 1;
  }
}
