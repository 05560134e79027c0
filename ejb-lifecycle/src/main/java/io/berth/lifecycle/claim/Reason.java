package io.berth.lifecycle.claim;

import java.time.Duration;
import java.util.Locale;

/** Why an agent gets no task; the first that holds, in this order. */
public enum Reason {
  /** It holds as many as it may. */
  AT_CAPACITY("you hold as many tasks as you may: finish or release one", 30),
  /** There were some, and others were faster. */
  CONTENDED("others took what there was at this moment", 1),
  /** What it could take touches files of tasks that are held. */
  FILES_BUSY("what you could take touches files of tasks that are being worked on", 10),
  /** What it could take is kept for another agent, or was given back by it just now. */
  RESERVED("what you could take is reserved for another agent, or you gave it back just now", 60),
  /** What is ready needs skills that it has not. */
  MISSING_SKILLS("what is ready needs skills that you do not have", 60),
  /** What is left waits for tasks that are not done. */
  WAITING_FOR_DEPENDENCIES("what is left waits for tasks that are not done", 15),
  /** What is left is held by others. */
  ALL_HELD("others hold all that is left", 15),
  /** What is left is parked, or failed too often; a person must look. */
  NEEDS_OPERATOR("what is left is parked or failed; an operator must open it", 60),
  /** There is nothing to do. */
  NO_TASKS("there is nothing to do", 30);

  private final String words;
  private final int seconds;

  Reason(String words, int seconds) {
    this.words = words;
    this.seconds = seconds;
  }

  /** In words, for a model or a person. */
  public String words() {
    return words;
  }

  /** When it makes sense to ask again. */
  public Duration retryAfter() {
    return Duration.ofSeconds(seconds);
  }

  /** The spelling in JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
