package io.berth.lifecycle.claim.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a {@link History}. Pure. {@link Replay} proves that what was written is a life of tasks
 * with one holder at a time; {@link RealTime} proves that what callers were told fits to it at a
 * moment between question and answer: both together, that each task is linearizable.
 */
public final class ClaimCheck {
  private ClaimCheck() {}

  /** What is wrong with it; empty when nothing is. */
  public static List<String> violations(History history) {
    Replay replay = new Replay();
    history.lines().forEach(replay::add);
    replay.end(history);
    List<String> all = new ArrayList<>(replay.violations());
    all.addAll(RealTime.violations(history));
    return all;
  }

  /**
   * Holds what is stored against what callers were told.
   *
   * @return how many claims there were
   */
  public static int prove(Database database, List<Told> told) throws KmException {
    History history = History.read(database, told);
    assertThat(violations(history)).isEmpty();
    return (int) history.lines().stream().filter(line -> line.kind().equals("claimed")).count();
  }
}
