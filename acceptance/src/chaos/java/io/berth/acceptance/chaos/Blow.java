package io.berth.acceptance.chaos;

/** What the run does to the installation; the number is how likely it is beside the others. */
enum Blow {
  /** {@code kill -9} of a KM. */
  KILL_KM(30),
  /** SIGSTOP, and SIGCONT after one to four seconds. */
  PAUSE_KM(14),
  /** SIGSTOP without end: only the health checks can help. */
  HANG_KM(8),
  /** A stranger listens on the port that a sleeping project had. */
  STEAL_PORT(14),
  /** A project's disk is full for some seconds. */
  FILL_DISK(8),
  /** A project's disk is full and its KM is killed. */
  FILL_DISK_AND_KILL(4),
  /** A killed program needs four seconds for its next start. */
  SLOW_START(6),
  /** A killed program exits twice before it starts. */
  CRASH_LOOP(6),
  /** An operator orders a restart. */
  RESTART(6),
  /** {@code kill -9} of the server, at times of KMs meanwhile, then {@code berth up}. */
  KILL_SERVER(3),
  /** {@code kill -9} of PostgreSQL, at times of a KM meanwhile, then {@code berth up}. */
  KILL_POSTGRES(4);

  private final int weight;

  Blow(int weight) {
    this.weight = weight;
  }

  int weight() {
    return weight;
  }
}
