package io.berth.lifecycle.capacity;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.history.NodeSample;
import io.berth.lifecycle.history.StoredHistory;
import io.berth.lifecycle.metrics.ProcessMeter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Judges each minute of the history and raises and clears alerts, each once: in the audit, in the
 * log, in the metrics. Called by one timer. After a restart of the server it goes on with the
 * alerts and the minutes that are stored.
 */
public final class AlertWatch implements Alerts {
  private static final Logger LOG = System.getLogger(AlertWatch.class.getName());

  private final Database database;
  private final StoredEvents events;
  private final StoredHistory history;
  private final ProcessMeter meter;
  private final String node;
  private final int startConcurrency;
  private final List<NodeSample> minutes = new ArrayList<>();
  private final Map<Resource, AlertPolicy.State> states = new EnumMap<>(Resource.class);
  private boolean restored;
  private volatile List<Alert> raised = List.of();

  public AlertWatch(
      Database database,
      StoredEvents events,
      StoredHistory history,
      ProcessMeter meter,
      String node,
      int startConcurrency) {
    this.database = database;
    this.events = events;
    this.history = history;
    this.meter = meter;
    this.node = node;
    this.startConcurrency = startConcurrency;
  }

  @Override
  public List<Alert> raised() {
    return raised;
  }

  /** Judges one minute. What cannot be written down has not happened: it is judged again. */
  public void judge(StoredHistory.Minute now) throws KmException {
    if (!restored) {
      restore(now.sample().at());
      restored = true;
    }
    minutes.removeIf(minute -> !minute.at().isBefore(now.sample().at()));
    minutes.add(now.sample());
    if (minutes.size() > Forecast.MINUTES) {
      minutes.remove(0);
    }
    try {
      for (Map.Entry<Resource, Amount> level :
          Levels.of(now, minutes, startConcurrency).entrySet()) {
        judge(level.getKey(), level.getValue(), now.overview().at());
      }
    } finally {
      raised = states.values().stream().flatMap(state -> state.alert().stream()).toList();
    }
  }

  private void judge(Resource resource, Amount level, Instant now) throws KmException {
    AlertPolicy.Verdict verdict =
        AlertPolicy.decide(
            states.getOrDefault(resource, AlertPolicy.State.CALM),
            resource,
            level,
            timeLeft(resource, level),
            now);
    if (verdict.change() != AlertPolicy.Change.NONE) {
      write(verdict.change(), new Alert(resource, now, level, timeLeft(resource, level)));
    }
    states.put(resource, verdict.state());
    meter.alert(resource.label(), verdict.state().alert().isPresent());
  }

  private Optional<Duration> timeLeft(Resource resource, Amount level) {
    if (resource == Resource.START_RATE || !level.known()) {
      // why: a rate is not used up; it only may be too high
      return Optional.empty();
    }
    return Forecast.timeLeft(
        minutes.stream()
            .map(
                minute ->
                    new Forecast.Point(
                        minute.at().getEpochSecond() / 60,
                        Levels.used(resource, minute, level.limit())))
            .toList(),
        level.limit());
  }

  private void write(AlertPolicy.Change change, Alert alert) throws KmException {
    boolean isNew = change == AlertPolicy.Change.RAISED;
    String text = alert.resource().label() + ": " + alert.figures();
    Map<String, String> details = new HashMap<>();
    details.put("kind", alert.resource().label());
    details.put("node", node);
    details.put("used", number(alert.amount().used()));
    details.put("limit", number(alert.amount().limit()));
    details.put("percent", number(100 * alert.amount().share()));
    alert.timeLeft().ifPresent(left -> details.put("timeLeft", left.toString()));
    if (isNew) {
      details.put("next", alert.resource().next());
    }
    NewEvent event =
        new NewEvent(
                isNew ? "alert.raised" : "alert.cleared",
                Optional.empty(),
                0,
                StoredEvents.BERTH,
                text)
            .with(details);
    LifecycleEvent written = database.transact(t -> events.append(t, event)).orElseThrow();
    events.committed(written.id());
    LOG.log(
        isNew ? Level.WARNING : Level.INFO,
        (isNew ? "alert: " + text + "; next: " + alert.resource().next() : "alert over: " + text));
  }

  /** why: an alert that the last server raised is neither raised again nor left uncleared. */
  private void restore(Instant now) throws KmException {
    minutes.clear();
    minutes.addAll(history.ownMinutes(now.minus(Duration.ofMinutes(Forecast.MINUTES))));
    database
        .transact(t -> StoredAlerts.raised(t, node))
        .forEach(
            (resource, since) ->
                states.put(
                    resource,
                    new AlertPolicy.State(
                        Optional.of(new Alert(resource, since, new Amount(0, 1), Optional.empty())),
                        0)));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
