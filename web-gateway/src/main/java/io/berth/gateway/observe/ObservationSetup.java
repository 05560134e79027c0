package io.berth.gateway.observe;

import io.berth.lifecycle.settings.AccessFormat;
import io.berth.lifecycle.settings.BerthSettings;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * Puts together who looks at requests, as the settings say, once somebody asks, and ends it with
 * the application. Traces are MicroProfile Telemetry's: the server carries the SDK, and its
 * settings {@code otel.*} say whether, how many and where to.
 */
@ApplicationScoped
public class ObservationSetup {
  private static final Logger SLOW = Logger.getLogger("io.berth.slow");
  private static final long MEGABYTE = 1 << 20;

  @Inject BerthSettings settings;
  @Inject MetricRegistry registry;
  @Inject Config config;
  @Inject Instance<OpenTelemetry> telemetry;

  private AccessLog access;
  private Observers observers;

  /** Who looks at requests. */
  public synchronized Observers observers() {
    if (observers == null) {
      observers = open();
    }
    return observers;
  }

  private Observers open() {
    BerthSettings.Observation wanted = settings.observation();
    List<Consumer<Passage>> all = new ArrayList<>();
    if (wanted.format() != AccessFormat.OFF) {
      access = accessLog(wanted);
      access.open();
      registry.gauge("berth_access_log_dropped", access::dropped);
      all.add(access::add);
    }
    if (!wanted.slow().isZero()) {
      CappedLog lines = new CappedLog(SlowLog.MOST, System::nanoTime, SLOW::warning);
      all.add(new SlowLog(wanted.slow(), lines)::look);
    }
    return Observers.of(all, tracing(), InstantSource.system());
  }

  private AccessLog accessLog(BerthSettings.Observation wanted) {
    Path file = settings.data().resolve("log").resolve("access-" + settings.node() + ".log");
    AccessLine line =
        wanted.format() == AccessFormat.ECS ? new EcsLine(settings.node()) : new CombinedLine();
    return new AccessLog(
        line, new RotatedFile(file, wanted.megabytes() * MEGABYTE, wanted.files()));
  }

  private Tracing tracing() {
    boolean off = config.getOptionalValue("otel.sdk.disabled", Boolean.class).orElse(true);
    return off ? Tracing.OFF : new OtelTracing(telemetry.get().getTracer("io.berth.gateway"));
  }

  /** Called by the container once. */
  @PreDestroy
  synchronized void close() {
    if (access != null) {
      access.close();
    }
  }
}
