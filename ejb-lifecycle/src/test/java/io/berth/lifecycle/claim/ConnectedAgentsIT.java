package io.berth.lifecycle.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Heartbeats.Beat;
import io.berth.lifecycle.outbox.TaskNumbers;
import io.berth.lifecycle.presence.AgentSignal;
import io.berth.lifecycle.presence.AgentSignals.Listener;
import io.berth.lifecycle.presence.Presence;
import io.berth.lifecycle.presence.StoredPresence;
import io.berth.lifecycle.presence.StoredSignals;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskPatch;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is written and read for agents that are connected, many together. */
@ExtendWith(WithPostgres.class)
class ConnectedAgentsIT {
  private static final AgentId NOBODY = new AgentId("nobody");
  private WorkWorld world;
  private AgentId ann;
  private AgentId bob;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    world = WorkWorld.fresh(postgres).project("alpha");
    ann = world.agent("ann", 2);
    bob = world.agent("bob", 1);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Beat all(AgentId agent) {
    return new Beat(agent, Optional.empty(), OptionalInt.empty());
  }

  private double left(TaskId task) throws KmException {
    return world.database.transact(
        t ->
            t.createQuery(
                    "SELECT extract(epoch FROM lease_until - clock_timestamp()) FROM task_claim WHERE task = :task")
                .bind("task", task.toString())
                .mapTo(Double.class)
                .one());
  }

  @Test
  void heartbeatsOfManyRenewWhatTheyHoldAndNothingElse() throws KmException {
    TaskId one = world.task(WorkWorld.Words.of("one"));
    TaskId two = world.task(WorkWorld.Words.of("two"));
    TaskId three = world.task(WorkWorld.Words.of("three"));
    Assignment first = world.claim(ann);
    world.claim(ann);
    world.claim(bob);
    world.sql("UPDATE task_claim SET lease_until = clock_timestamp() + interval '20 seconds'");
    List<Heartbeats.Heard> heard =
        world
            .work
            .heartbeats()
            .beat(
                List.of(
                    new Beat(ann, Optional.of(first.task().id()), OptionalInt.of(1)),
                    new Beat(bob, Optional.of(three), OptionalInt.of(9)),
                    all(NOBODY)));
    assertThat(heard).extracting(h -> h.receipt().task()).containsExactly(one);
    assertThat(heard.get(0).receipt().leaseUntil()).isPresent();
    assertThat(left(one)).isGreaterThan(200);
    assertThat(left(two)).isLessThan(21);
    assertThat(left(three)).as("a stale attempt renews nothing").isLessThan(21);
    assertThat(world.work.heartbeats().beat(List.of(all(ann), all(bob)))).hasSize(3);
    assertThat(left(three)).isGreaterThan(200);
  }

  @Test
  void whatIsCalledOffOrOverspentIsToldAndNotRenewed() throws KmException {
    TaskId one = world.task(WorkWorld.Words.of("one"));
    TaskId two = world.task(WorkWorld.Words.of("two"));
    world.claim(ann);
    world.claim(ann);
    world.sql("UPDATE task SET state = 'CANCELLING' WHERE id = ?", one.toString());
    world.sql("UPDATE task SET budget_tokens = 5, spent_tokens = 7 WHERE id = ?", two.toString());
    world.sql("UPDATE task_claim SET lease_until = clock_timestamp() + interval '20 seconds'");
    List<Heartbeats.Heard> heard = world.work.heartbeats().beat(List.of(all(ann)));
    assertThat(heard)
        .extracting(h -> h.receipt().task() + " " + h.receipt().cancel() + h.receipt().handBack())
        .containsExactlyInAnyOrder(one + " truefalse", two + " falsetrue");
    assertThat(left(one)).isLessThan(21);
    assertThat(left(two)).isLessThan(21);
  }

  @Test
  void anAgentIsToldOfItsOwnClaimsInTheOrderOfTheirNumbers() throws KmException {
    StoredSignals signals = new StoredSignals(world.database);
    TaskNumbers numbers = new TaskNumbers(world.database);
    numbers.publish();
    long before = signals.newest();
    TaskId one = world.task(WorkWorld.Words.of("one"));
    TaskId two = world.task(WorkWorld.Words.of("two"));
    TaskId three = world.task(WorkWorld.Words.of("three"));
    world.claim(ann);
    world.claim(ann);
    world.claim(bob);
    cancel(one);
    world.work.orders().takeBack(two, Optional.empty(), "enough", "op");
    world.work.orders().takeBack(three, Optional.of(ann), "", "op");
    world.work.orders().takeBack(two, Optional.of(bob), "", "op");
    numbers.publish();
    long now = signals.newest();
    assertThat(signals.between(before, now, 100))
        .extracting(s -> s.agent() + " " + s.task() + " " + s.cause() + " " + s.attempt())
        .containsExactly(
            "ann " + one + " cancelled 1",
            "ann " + two + " taken_back 1",
            "bob " + three + " reassigned 1");
    List<AgentSignal> missed =
        signals.missed(List.of(new Listener(ann, before), new Listener(bob, now)), now, 1);
    assertThat(missed).extracting(AgentSignal::task).containsExactly(one);
    long seen = missed.get(0).number();
    List<AgentSignal> more = signals.missed(List.of(new Listener(ann, seen)), now, 10);
    assertThat(more).extracting(AgentSignal::reason).containsExactly("enough");
  }

  private void cancel(TaskId id) throws KmException {
    world.work.tasks().patch(id, TaskPatch.to(TaskState.CANCELLED), "op");
  }

  @Test
  void whoIsConnectedIsSeenWhileItsNodeLives() throws KmException {
    Presence presence = new StoredPresence(world.database, "n1");
    Presence other = new StoredPresence(world.database, "n2");
    presence.tell(new Presence.Round(List.of(ann, NOBODY), List.of(), List.of(ann)));
    assertThat(world.work.agents().status(ann).connected()).isTrue();
    assertThat(world.work.agents().status(bob).connected()).isFalse();
    other.tell(new Presence.Round(List.of(ann), List.of(), List.of()));
    presence.tell(new Presence.Round(List.of(), List.of(ann), List.of()));
    assertThat(world.work.agents().status(ann).connected())
        .as("the node that it left does not speak for the one it came to")
        .isTrue();
    world.sql("UPDATE agent_node SET heard_till = clock_timestamp() - interval '1 second'");
    assertThat(world.work.agents().status(ann).connected()).as("the node was killed").isFalse();
    other.tell(new Presence.Round(List.of(), List.of(), List.of()));
    assertThat(world.work.agents().status(ann).connected()).isTrue();
    other.nobody();
    assertThat(world.work.agents().status(ann).connected()).isFalse();
  }
}
