package io.berth.connector.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.PortPlan;
import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortStrategy;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against a plain map of who holds what: no port is ever given to two, and none is lost. */
class PortAllocatorPropertiesTest {
  private static final List<PortRange> RANGES =
      List.of(new PortRange(5001, 5003), new PortRange(6001, 6002));

  private enum What {
    RESERVE,
    CLAIM,
    RELEASE,
    STOLEN,
    FOREIGN_COMES,
    FOREIGN_GOES,
    TIME_PASSES
  }

  private record Step(What what, int project, int port) {}

  private final AtomicLong nanos = new AtomicLong();
  private final Set<Integer> foreign = new HashSet<>();
  private final Map<Integer, ProjectId> held = new HashMap<>();

  @Property(tries = 1000)
  void noPortIsGivenToTwoAndNoneIsLost(@ForAll("steps") List<Step> steps) {
    foreign.clear();
    held.clear();
    PortAllocator ports =
        new PortAllocator(
            new PortPlan(RANGES, PortStrategy.FILL),
            port -> !foreign.contains(port),
            nanos::get,
            news -> {});
    for (Step step : steps) {
      apply(ports, step);
      for (PortRange range : RANGES) {
        for (int port = range.first(); port <= range.last(); port++) {
          assertThat(ports.holder(port).orElse(null))
              .as(port + step.toString())
              .isEqualTo(held.get(port));
        }
      }
      assertThat(ports.refuses(new ProjectId("new"))).isEqualTo(held.size() == 5);
    }
  }

  private void apply(PortAllocator ports, Step step) {
    ProjectId project = new ProjectId("p" + step.project);
    switch (step.what) {
      case RESERVE -> {
        OptionalInt wish = OptionalInt.of(step.port);
        OptionalInt got = ports.reserve(project, 1, wish);
        Set<Integer> available = new HashSet<>(Set.of(5001, 5002, 5003, 6001, 6002));
        available.removeAll(held.keySet());
        available.removeAll(foreign);
        assertThat(got.isPresent()).as("a port while one is free").isEqualTo(!available.isEmpty());
        got.ifPresent(port -> assertThat(available).contains(port));
        if (available.contains(step.port)) {
          assertThat(got).isEqualTo(wish);
        }
        got.ifPresent(port -> held.put(port, project));
      }
      case CLAIM -> {
        boolean mine = held.getOrDefault(step.port, project).equals(project);
        assertThat(ports.claim(step.port, project)).isEqualTo(mine);
        held.putIfAbsent(step.port, project);
      }
      case RELEASE -> {
        ports.release(step.port, project);
        held.remove(step.port, project);
      }
      case STOLEN -> {
        ports.stolen(step.port, project);
        held.remove(step.port, project);
      }
      case FOREIGN_COMES -> foreign.add(step.port);
      case FOREIGN_GOES -> foreign.remove(step.port);
      case TIME_PASSES -> nanos.addAndGet(Duration.ofSeconds(20).toNanos());
      default -> throw new IllegalStateException();
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(What.class),
            Arbitraries.integers().between(1, 3),
            Arbitraries.of(5001, 5002, 5003, 6001, 6002))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }
}
