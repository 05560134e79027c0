package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.task.TaskMoves;
import io.berth.lifecycle.task.TaskRules;
import io.berth.lifecycle.task.TaskState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a report must look like, and what it means. Pure. */
final class ReportRules {
  private static final Set<String> SEVERITIES = Set.of("low", "medium", "high");
  private static final int MOST_ATTEMPTED = 50;

  private ReportRules() {}

  static void check(Report report) throws KmException {
    if (report.attempt().isPresent() && report.attempt().getAsInt() < 1) {
      throw invalid("'attempt' must be the number that came with the task");
    }
    if (report.tokens().isPresent() && report.tokens().getAsLong() < 0) {
      throw invalid("'tokens' must not be negative");
    }
    if (report.body() instanceof Report.Progress progress) {
      TaskRules.text("message", progress.message());
      TaskRules.text("evidence", progress.evidence().orElse(""));
      int percent = progress.percent().orElse(0);
      if (percent < 0 || percent > 100) {
        throw invalid("'progress' must be from 0 to 100");
      }
    } else if (report.body() instanceof Report.Blocker blocker) {
      TaskRules.text("blocker_description", blocker.description());
      if (blocker.description().isBlank()) {
        throw invalid("'blocker_description' must not be empty");
      }
      if (!SEVERITIES.contains(blocker.severity())) {
        throw invalid("'severity' must be low, medium or high");
      }
      if (blocker.attempted().size() > MOST_ATTEMPTED) {
        throw invalid("'attempted_solutions' has more than " + MOST_ATTEMPTED + " entries");
      }
      for (String attempted : blocker.attempted()) {
        TaskRules.text("attempted_solutions", attempted);
      }
    } else if (report.body() instanceof Report.Release release) {
      TaskRules.text("reason", release.reason());
      TaskRules.text("partial_work", release.partialWork().orElse(""));
    }
  }

  /** The cause of the move that a holder's words mean. */
  static TaskMoves.Cause cause(TaskState wanted) throws KmException {
    return switch (wanted) {
      case IN_PROGRESS -> TaskMoves.Cause.WORK;
      case BLOCKED -> TaskMoves.Cause.BLOCK;
      case VALIDATING -> TaskMoves.Cause.VALIDATE;
      case WAITING_FOR_HUMAN -> TaskMoves.Cause.ASK;
      case DONE -> TaskMoves.Cause.COMPLETE;
      default ->
          throw invalid(
              "'status' must be in_progress, blocked, validating, waiting_for_human or completed");
    };
  }

  /** What is kept of it in the history, applied or not. */
  static Map<String, Object> details(Report report) {
    Map<String, Object> details = new LinkedHashMap<>();
    report.tokens().ifPresent(tokens -> details.put("tokens", tokens));
    report.request().ifPresent(request -> details.put("request", request));
    if (report.body() instanceof Report.Progress progress) {
      details.put("status", progress.state().label());
      progress.percent().ifPresent(percent -> details.put("progress", percent));
      details.put("message", progress.message());
      progress.evidence().ifPresent(evidence -> details.put("evidence", evidence));
    } else if (report.body() instanceof Report.Blocker blocker) {
      details.put("description", blocker.description());
      details.put("severity", blocker.severity());
      details.put("attempted", blocker.attempted());
    } else if (report.body() instanceof Report.Release release) {
      details.put("reason", release.reason());
      release.partialWork().ifPresent(work -> details.put("partialWork", work));
    }
    return details;
  }

  private static KmException invalid(String detail) {
    return new KmException(Problem.INVALID, detail);
  }
}
