package io.berth.gateway.work;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.advice.BlockerAdvice;
import io.berth.lifecycle.claim.Receipt;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.job.Job;
import io.berth.lifecycle.job.Jobs;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Answers who reported a blocker: suggestions at once, and a job where a model can be asked. The
 * report was taken before, so nothing here makes it fail. Request threads; blocks on the database.
 */
final class Counsel {
  private static final Logger LOG = System.getLogger(Counsel.class.getName());

  private final BlockerAdvice advice;
  private final Jobs jobs;

  Counsel(BlockerAdvice advice, Jobs jobs) {
    this.advice = advice;
    this.jobs = jobs;
  }

  BlockerAnswer answer(Report report, Receipt receipt) {
    return new BlockerAnswer(receipt, advice.atOnce(report), job(report, receipt));
  }

  private Optional<String> job(Report report, Receipt receipt) {
    if (receipt.repeated()) {
      return Optional.empty();
    }
    try {
      return jobs.adviseOnBlocker(report).map(Job::id);
    } catch (KmException e) {
      LOG.log(Level.DEBUG, "no model is asked about " + report.task(), e);
      return Optional.empty();
    }
  }
}
