package io.berth.lifecycle.outbox;

import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.secret.NodeSecrets;
import io.berth.lifecycle.settings.BerthSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javax.naming.InitialContext;

/** The numbers of events and the sinks that the settings name. Made once by the node. */
public record OutboxFeature(TaskNumbers numbers, List<Delivery> deliveries)
    implements AutoCloseable {

  /** Puts it together. */
  public static OutboxFeature on(
      BerthSettings settings,
      NodeSecrets secrets,
      Database database,
      InstantSource clock,
      Executor executor) {
    BerthSettings.Events events = settings.events();
    List<Sink> sinks = new ArrayList<>();
    if (events.log()) {
      sinks.add(new LogSink());
    }
    events
        .webhook()
        .ifPresent(
            hook ->
                sinks.add(
                    new WebhookSink(
                        hook.url(),
                        secrets.webhookSecret().orElseThrow(),
                        hook.timeout(),
                        clock,
                        executor)));
    events
        .jms()
        .ifPresent(
            jms ->
                sinks.add(
                    new JmsSink(
                        new JmsSink.Target(jms.factory(), jms.destination()),
                        jms.timeout(),
                        InitialContext::doLookup,
                        executor)));
    return new OutboxFeature(
        new TaskNumbers(database),
        sinks.stream().map(sink -> new Delivery(sink, database, settings.node())).toList());
  }

  @Override
  public void close() {
    deliveries.forEach(delivery -> delivery.sink().close());
  }
}
