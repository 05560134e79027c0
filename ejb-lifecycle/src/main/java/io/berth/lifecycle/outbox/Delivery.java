package io.berth.lifecycle.outbox;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Brings one sink up to date, in order and at least once. Called by a timer of the node, never by
 * two threads at once; of several nodes the owner of the place delivers. No transaction is open
 * while the sink works; what is waiting waits in PostgreSQL, not here.
 */
public final class Delivery {
  private static final Logger LOG = System.getLogger(Delivery.class.getName());
  private static final int MOST_CHARACTERS = 512 * 1024;
  private static final int MOST_BATCHES = 20;

  private final Sink sink;
  private final Streams streams;
  private final Database database;
  private final String node;
  private final Set<Stream> entered = EnumSet.noneOf(Stream.class);

  public Delivery(Sink sink, Database database, String node) {
    this.sink = sink;
    this.streams = new Streams(database);
    this.database = database;
    this.node = node;
  }

  /** The sink. */
  public Sink sink() {
    return sink;
  }

  /**
   * Delivers what is due.
   *
   * @return how many events it was
   */
  public int run() throws KmException {
    int all = 0;
    for (Stream stream : sink.streams()) {
      all += run(stream);
    }
    return all;
  }

  /**
   * Makes its place in each stream, if it has none: a sink that is new is told what happens from
   * now on.
   *
   * @return true
   */
  public boolean enter() throws KmException {
    for (Stream stream : sink.streams()) {
      enter(rows(stream), stream, streams.newest(stream));
    }
    return true;
  }

  /** Whether there may be something to deliver for who comes first. Reads only. */
  public boolean due() throws KmException {
    for (Stream stream : sink.streams()) {
      if (rows(stream).due(streams.newest(stream))) {
        return true;
      }
    }
    return false;
  }

  private SinkRows rows(Stream stream) {
    return new SinkRows(database, sink.name(), stream, node);
  }

  private void enter(SinkRows rows, Stream stream, long newest) throws KmException {
    if (!entered.contains(stream)) {
      rows.enter(newest);
      entered.add(stream);
    }
  }

  private int run(Stream stream) throws KmException {
    SinkRows rows = rows(stream);
    long newest = streams.newest(stream);
    enter(rows, stream, newest);
    Optional<SinkRows.Place> place = rows.due(newest) ? rows.take() : Optional.empty();
    if (place.isEmpty()) {
      return 0;
    }
    int failures = place.get().failures();
    long position = place.get().position();
    int delivered = 0;
    for (int i = 0; i < MOST_BATCHES; i++) {
      List<OutEvent> batch = batch(stream, position);
      if (batch.isEmpty()) {
        break;
      }
      try {
        sink.deliver(batch);
      } catch (SinkFailure e) {
        failed(rows, stream, failures + 1, e);
        return delivered;
      }
      if (failures > 0) {
        LOG.log(Level.INFO, "events go to {0} again after {1} failures", sink.name(), failures);
      }
      failures = 0;
      delivered += batch.size();
      long last = batch.get(batch.size() - 1).number();
      if (!rows.moved(position, last)) {
        return delivered;
      }
      position = last;
    }
    rows.left();
    return delivered;
  }

  private List<OutEvent> batch(Stream stream, long position) throws KmException {
    List<OutEvent> batch = new ArrayList<>();
    int characters = 0;
    for (OutEvent event : streams.after(stream, position, sink.most())) {
      characters += event.json().length();
      if (!batch.isEmpty() && characters > MOST_CHARACTERS) {
        break;
      }
      batch.add(event);
    }
    // why only here: numbers of tasks have no holes but those that trimming makes
    if (stream == Stream.TASKS && !batch.isEmpty() && batch.get(0).number() > position + 1) {
      LOG.log(
          Level.WARNING,
          "sink {0} was away for longer than histories are kept (berth.tasks.history): {1} events of"
              + " tasks are lost to it",
          sink.name(),
          batch.get(0).number() - position - 1);
    }
    return batch;
  }

  private void failed(SinkRows rows, Stream stream, int failures, SinkFailure why)
      throws KmException {
    Duration pause = Backoff.after(failures, ThreadLocalRandom.current().nextDouble());
    rows.failed(why.getMessage(), pause);
    // why not each time: a sink that is away for a day would fill the log
    Level level = failures == 1 || failures % 20 == 0 ? Level.WARNING : Level.DEBUG;
    LOG.log(
        level,
        "events of {0} do not go to {1} (failure {2} in a row): {3}; tried again in {4}",
        stream.label(),
        sink.name(),
        failures,
        why.getMessage(),
        pause);
  }
}
