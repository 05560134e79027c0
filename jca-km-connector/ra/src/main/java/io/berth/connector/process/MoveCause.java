package io.berth.connector.process;

/** Who or what moves a slot from one state to the next; see {@link ProcessMoves}. */
enum MoveCause {
  /** A caller needs the process. */
  DEMAND,
  /** The lifecycle side refused to give an order, or no port was left: nobody's failure. */
  NO_START,
  /** The process proved that it is ready. */
  PROVED_READY,
  /** A running process was found after a restart and proved to be ours. */
  ADOPTION,
  /** The start failed: wrong command, exit, deadline, wrong port. */
  START_FAILURE,
  /** A stop was asked for, by a policy or an operator. */
  STOP,
  /** Nothing is in flight any more, the drain's time is over, or the process ended meanwhile. */
  DRAIN_OVER,
  /** The whole process group is dead, verified. */
  DEATH,
  /** The process ended although nobody asked. */
  EXIT,
  /** It failed too often. */
  CRASH_LOOP,
  /** The cool-down is over. */
  COOL_DOWN,
  /** An operator let it out of quarantine. */
  RELEASE
}
