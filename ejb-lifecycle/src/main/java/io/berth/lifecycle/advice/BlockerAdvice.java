package io.berth.lifecycle.advice;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.task.Tasks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * What might help who reported a blocker. Asked after the report was taken, in no transaction of
 * it; a report never fails because there is no advice. Any thread; blocks on the database, on no
 * model.
 */
public final class BlockerAdvice {
  private static final Logger LOG = System.getLogger(BlockerAdvice.class.getName());

  private final Tasks tasks;
  private final BoardAround around;
  private final RuleAdvisor rules;

  BlockerAdvice(Tasks tasks, BoardAround around, RuleAdvisor rules) {
    this.tasks = tasks;
    this.around = around;
    this.rules = rules;
  }

  /** Suggestions by rules, at once; empty if the board cannot be read now. */
  public Optional<Suggestions> atOnce(Report report) {
    try {
      return blockage(report).map(rules::unblock);
    } catch (KmException e) {
      LOG.log(Level.DEBUG, "no suggestions for " + report.task(), e);
      return Optional.empty();
    }
  }

  /** The blocker that is reported and what is around it; empty for another report. */
  public Optional<Blockage> blockage(Report report) throws KmException {
    if (!(report.body() instanceof Report.Blocker blocker)) {
      return Optional.empty();
    }
    String reporter = report.agent().value();
    var task = tasks.get(report.task());
    return Optional.of(
        new Blockage(
            task,
            reporter,
            blocker.description(),
            blocker.severity(),
            blocker.attempted(),
            around.of(task, reporter, blocker.description())));
  }
}
