package io.berth.lifecycle.job;

import io.berth.lifecycle.database.Database;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps db-scheduler, which looks for work every two seconds, from writing a stack at each look
 * while PostgreSQL is out of reach: the database itself says so once. Everything else passes.
 */
final class SchedulerLog implements Filter {
  private static final List<String> NAMES =
      List.of(
          "com.github.kagkarlsson.scheduler.RunUntilShutdown",
          "com.github.kagkarlsson.scheduler.RunAndLogErrors");

  // why kept: java.util.logging itself holds its loggers, and so their filters, only weakly
  private final List<Logger> loggers = NAMES.stream().map(Logger::getLogger).toList();

  void install() {
    loggers.forEach(logger -> logger.setFilter(this));
  }

  @Override
  public boolean isLoggable(LogRecord record) {
    return record.getThrown() == null || !Database.isOutage(record.getThrown());
  }
}
