package io.berth.lifecycle.database;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps the stacks of lost connections out of the log, one for each of the pool's connections: the
 * line says it all. Everything else of the pool passes as it is. Called on any thread.
 */
final class PoolLog implements Filter {
  private static final List<String> NAMES =
      List.of("com.zaxxer.hikari.pool.ProxyConnection", "com.zaxxer.hikari.pool.PoolBase");

  // why kept: java.util.logging itself holds its loggers, and so their filters, only weakly
  private static final List<Logger> LOGGERS = NAMES.stream().map(Logger::getLogger).toList();

  private PoolLog() {}

  static void install() {
    PoolLog filter = new PoolLog();
    LOGGERS.forEach(logger -> logger.setFilter(filter));
  }

  @Override
  public boolean isLoggable(LogRecord record) {
    if (record.getThrown() != null && Outage.is(record.getThrown())) {
      record.setThrown(null);
    }
    return true;
  }
}
