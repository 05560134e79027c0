package io.berth.lifecycle.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class SinkLagIT {
  private record Told(String sink, Stream stream, long behind, Duration oldest, int failures) {}

  private final List<Told> told = new ArrayList<>();
  private boolean broken;
  private WorkWorld world;
  private Delivery delivery;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    world = WorkWorld.fresh(postgres).project("alpha");
    world.sql("TRUNCATE event_sink");
    world.sql("UPDATE event_publisher SET last_number = 0");
    world.sql("INSERT INTO event_sink (name, stream, position) VALUES ('former', 'TASKS', 0)");
    Sink sink =
        new Sink() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public void deliver(List<OutEvent> events) throws SinkFailure {
            if (broken) {
              throw new SinkFailure("broken");
            }
          }
        };
    delivery = new Delivery(sink, world.database, "one");
    delivery.run();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Told tasks() throws KmException {
    told.clear();
    new SinkLag(
            world.database,
            Set.of("test"),
            (sink, stream, behind, oldest, failures) ->
                told.add(new Told(sink, stream, behind, oldest, failures)))
        .look();
    assertThat(told).extracting(Told::sink).containsOnly("test").hasSize(2);
    return told.stream().filter(t -> t.stream() == Stream.TASKS).findFirst().orElseThrow();
  }

  @Test
  void whatIsNotDeliveredIsCountedAndTheOldestTellsHowLong() throws KmException {
    assertThat(tasks()).isEqualTo(new Told("test", Stream.TASKS, 0, Duration.ZERO, 0));
    world.task(Words.of("a"));
    world.task(Words.of("b"));
    assertThat(tasks().behind()).as("not numbered yet").isEqualTo(2);
    new TaskNumbers(world.database).publish();
    world.sql("UPDATE task_event SET at = at - interval '1 hour' WHERE number = 1");
    broken = true;
    delivery.run();
    Told behind = tasks();
    assertThat(behind.behind()).isEqualTo(2);
    assertThat(behind.oldest()).isBetween(Duration.ofMinutes(59), Duration.ofHours(2));
    assertThat(behind.failures()).isOne();
    broken = false;
    world.sql("UPDATE event_sink SET retry_at = NULL");
    delivery.run();
    assertThat(tasks()).isEqualTo(new Told("test", Stream.TASKS, 0, Duration.ZERO, 0));
  }
}
