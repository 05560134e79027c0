package io.berth.lifecycle.testing;

import io.berth.lifecycle.boot.Boot;
import io.berth.lifecycle.boot.LifecycleNode;
import io.berth.lifecycle.claim.WorkMeter;
import io.berth.lifecycle.settings.BerthSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A whole lifecycle node on a real database, with a connector that is only a map. */
public final class TestNode implements AutoCloseable {
  public final FakeKm km = new FakeKm();
  public final CountingMeter meter = new CountingMeter();
  public final LifecycleNode node;
  public final Boot boot;
  public final BerthSettings.Database database;
  public volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final ExecutorService executor = Executors.newFixedThreadPool(8);

  public TestNode(BerthSettings.Database database, Path data) {
    this(database, data, false);
  }

  /** With {@code realClock}, for what waits by the scheduler's clock. */
  public TestNode(BerthSettings.Database database, Path data, boolean realClock) {
    this(database, data, realClock, Map.of());
  }

  /** Under this name, where there are several. */
  public TestNode(BerthSettings.Database database, Path data, boolean realClock, String name) {
    this(database, data, realClock, Map.of("berth.node", name));
  }

  /** With more settings. */
  public TestNode(
      BerthSettings.Database database, Path data, boolean realClock, Map<String, String> more) {
    this.database = database;
    Map<String, String> texts = new HashMap<>(Map.of("berth.node", "node-1"));
    texts.putAll(more);
    texts.put("berth.data", data.toString());
    texts.put("berth.health.interval", "PT1S");
    texts.put("berth.database.url", database.url());
    texts.put("berth.database.user", database.user());
    database.passwordFile().ifPresent(f -> texts.put("berth.database.password-file", f.toString()));
    node =
        new LifecycleNode(
            new LifecycleNode.Base(
                BerthSettings.read(texts),
                km,
                meter,
                WorkMeter.NONE,
                executor,
                Executors.defaultThreadFactory(),
                realClock ? InstantSource.system() : () -> now,
                System::nanoTime));
    boot = new Boot(node, Duration.ofSeconds(2));
  }

  /** Brings it up. */
  public TestNode booted() {
    if (!boot.attempt()) {
      throw new IllegalStateException(boot.failure());
    }
    return this;
  }

  @Override
  public void close() {
    node.close();
    executor.shutdownNow();
  }
}
