package io.berth.lifecycle.outbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Writes each event into the server's log, one line of JSON, under the name io.berth.events. */
public final class LogSink implements Sink {
  private static final Logger EVENTS = System.getLogger("io.berth.events");

  @Override
  public String name() {
    return "log";
  }

  @Override
  public void deliver(List<OutEvent> events) {
    // why not as a pattern: braces in it would be taken for places of values
    events.forEach(event -> EVENTS.log(Level.INFO, event.json()));
  }
}
