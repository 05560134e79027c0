package io.berth.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.gateway.socket.Sockets.Client;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Heartbeats;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Reason;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class AgentSocketsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final Sockets all = open();

  private static Sockets open() {
    try {
      return new Sockets();
    } catch (KmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theFirstMessageSaysWhereTheEventsAre() throws KmException {
    all.signal(40, "bob");
    all.pump.turn();
    Client ann = all.open("ann");
    assertThat(ann.wire().last().getString("type")).isEqualTo("connected");
    assertThat(ann.wire().last().getInt("seq")).isEqualTo(40);
  }

  @Test
  void anAgentHearsItsOwnEventsOnceAlsoThoseItMissed() throws KmException {
    all.signal(1, "ann");
    all.signal(2, "ann");
    all.pump.turn();
    Client ann = all.open("ann", Optional.of(1L));
    Client bob = all.open("bob");
    all.pump.turn();
    all.signal(3, "ann");
    all.pump.turn();
    all.pump.turn();
    assertThat(ann.wire().sent.stream().skip(1).map(m -> m.getInt("seq"))).containsExactly(2, 3);
    assertThat(bob.wire().types()).containsExactly("connected");
  }

  @Test
  void manyMissedEventsComeInOrderWithoutHoles() throws KmException {
    for (int i = 1; i <= 50; i++) {
      all.signal(i, "ann");
    }
    all.pump.turn();
    Client ann = all.open("ann", Optional.of(0L));
    for (int i = 0; i < 5; i++) {
      all.pump.turn();
    }
    all.signal(51, "ann");
    all.pump.turn();
    assertThat(ann.wire().sent.stream().skip(1).map(m -> m.getInt("seq")))
        .hasSize(51)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void aWishThatWaitsIsWithdrawnWhenItsConnectionEnds() {
    Client ann = all.open("ann");
    ann.say("{\"type\":\"request_task\",\"id\":\"a\"}");
    assertThat(all.waits).hasSize(1);
    all.sockets.closed(ann.connection().orElseThrow());
    assertThat(all.waits.get(0)).isCancelled();
    assertThat(ann.wire().types()).containsExactly("connected");
  }

  @Test
  void anAnswerThatComesLateGoesToWhomAsked() {
    Client ann = all.open("ann");
    ann.say("{\"type\":\"request_task\",\"id\":\"a\"}");
    all.waits
        .get(0)
        .complete(
            new Offer.Nothing(
                Reason.NO_TASKS, SECOND.multipliedBy(30), Map.of(), List.of(), List.of()));
    JsonObject answer = ann.wire().last();
    assertThat(answer.getString("type")).isEqualTo("task_assignment");
    assertThat(answer.getString("reply_to")).isEqualTo("a");
    assertThat(answer.getInt("retry_after")).isEqualTo(30);
  }

  @Test
  void heartbeatsOfAllAgentsAreOneRound() throws KmException {
    Client ann = all.open("ann");
    Client bob = all.open("bob");
    all.held.add(new Heartbeats.Heard(new AgentId("ann"), Sockets.receipt("alpha-1", 1)));
    ann.say("{\"type\":\"heartbeat\"}");
    bob.say("{\"type\":\"heartbeat\"}");
    assertThat(ann.wire().types()).containsExactly("connected");
    all.pulse.round();
    assertThat(all.beats).hasSize(1);
    assertThat(all.beats.get(0)).hasSize(2);
    assertThat(ann.wire().last().getJsonArray("tasks")).hasSize(1);
    assertThat(bob.wire().last().getJsonArray("tasks")).isEmpty();
    assertThat(all.rounds.get(0).heard()).hasSize(2);
  }

  @Test
  void aHeartbeatForAClaimThatIsOverIsRefusedLikeAnyReport() throws KmException {
    Client ann = all.open("ann");
    ann.say("{\"type\":\"heartbeat\",\"task_id\":\"alpha-1\",\"attempt\":7}");
    all.pulse.round();
    all.work();
    assertThat(all.reports).hasSize(1);
    assertThat(ann.wire().last().getString("code")).isEqualTo("stale-attempt");
    assertThat(ann.wire().last().getBoolean("retryable")).isFalse();
  }

  @Test
  void presenceThatCouldNotBeToldIsToldInTheNextRound() throws KmException {
    Client ann = all.open("ann");
    ann.say("{\"type\":\"heartbeat\"}");
    all.down = true;
    Assertions.assertThatThrownBy(all.pulse::round).isInstanceOf(KmException.class);
    assertThat(ann.wire().last().getString("code")).isEqualTo("unavailable");
    assertThat(ann.wire().last().getBoolean("retryable")).isTrue();
    all.down = false;
    all.pulse.round();
    assertThat(all.rounds.get(0).here()).containsExactly(new AgentId("ann"));
    all.sockets.closed(ann.connection().orElseThrow());
    all.pulse.round();
    assertThat(all.rounds.get(1).gone()).containsExactly(new AgentId("ann"));
  }

  @Test
  void aFullExecutorIsTheClientsMatterToRetry() {
    Client ann = all.open("ann");
    all.full = true;
    ann.say(
        "{\"type\":\"report_progress\",\"id\":\"p\",\"task_id\":\"alpha-1\",\"status\":\"blocked\"}");
    JsonObject error = ann.wire().last();
    assertThat(error.getString("code")).isEqualTo("overloaded");
    assertThat(error.getString("reply_to")).isEqualTo("p");
    assertThat(error.getBoolean("retryable")).isTrue();
    assertThat(error.getInt("retry_after")).isPositive();
    assertThat(all.reports).isEmpty();
  }

  @Test
  void nonsenseIsAnsweredAndThenEnded() {
    Client ann = all.open("ann");
    ann.say("{\"type\":\"requst_task\"}");
    assertThat(ann.wire().last().getString("message")).contains("did you mean 'request_task'");
    ann.say("{\"type\":\"ping\"}");
    for (int i = 0; i < MessageDesk.MOST_MISTAKES; i++) {
      assertThat(ann.wire().ended).isEmpty();
      ann.say("[]");
    }
    assertThat(ann.wire().ended).hasSize(1).first().asString().startsWith("1007");
  }

  @Test
  void whoSpeaksNonsenseFastHearsWhatWasWrongBeforeTheEnd() {
    Client ann = all.open("ann");
    ann.say("nonsense");
    ann.say("nonsense");
    ann.wire().slow = true;
    for (int i = 2; i < MessageDesk.MOST_MISTAKES; i++) {
      ann.say("nonsense");
    }
    assertThat(ann.wire().ended).isEmpty();
    while (!ann.wire().underWay.isEmpty()) {
      ann.wire().underWay.poll().accept(null);
    }
    assertThat(ann.wire().types()).filteredOn("error"::equals).hasSize(MessageDesk.MOST_MISTAKES);
    assertThat(ann.wire().ended).singleElement().asString().startsWith("1007");
  }

  @Test
  void nobodySpeaksForAnotherAgent() {
    Client ann = all.open("ann");
    ann.say(
        "{\"type\":\"report_progress\",\"agent_id\":\"bob\",\"task_id\":\"alpha-1\",\"status\":\"blocked\"}");
    assertThat(ann.wire().last().getString("code")).isEqualTo("forbidden");
    ann.say("{\"type\":\"heartbeat\",\"task_id\":\"beta-1\"}");
    assertThat(ann.wire().last().getString("code")).isEqualTo("forbidden");
    assertThat(all.reports).isEmpty();
  }

  @Test
  void theNewestConnectionOfAnAgentLivesAndTheNodeIsBounded() {
    Client older = all.open("ann");
    Client newer = all.open("ann");
    assertThat(older.wire().ended).hasSize(1).first().asString().startsWith("4000");
    assertThat(newer.wire().ended).isEmpty();
    all.open("bob");
    Client tooMany = all.open("cid");
    assertThat(tooMany.connection()).isEmpty();
    assertThat(tooMany.wire().ended).hasSize(1).first().asString().startsWith("1013");
    all.sockets.closed(older.connection().orElseThrow());
    assertThat(all.connections.of(new AgentId("ann"))).isEqualTo(newer.connection());
    assertThat(all.open("cid").connection()).isPresent();
  }

  @Test
  void theSilentAreAskedAndThenEndedAndNobodyOutlivesItsToken() {
    Client ann = all.open("ann");
    Client bob = all.open("bob");
    all.now += Upkeep.ASK.plus(SECOND).toNanos();
    all.upkeep.look();
    assertThat(ann.wire().pings).isEqualTo(1);
    all.sockets.alive(ann.connection().orElseThrow());
    for (int i = 1; i < Upkeep.MOST_ASKED; i++) {
      all.upkeep.look();
    }
    assertThat(bob.wire().ended).isEmpty();
    all.upkeep.look();
    assertThat(ann.wire().pings).isEqualTo(1);
    assertThat(ann.wire().ended).isEmpty();
    assertThat(bob.wire().ended).hasSize(1).first().asString().startsWith("1008");
    all.revoked.add("ann");
    ann.say("{\"type\":\"ping\"}");
    assertThat(ann.wire().ended).hasSize(1).first().asString().startsWith("4002");
    assertThat(ann.wire().types()).containsExactly("connected");
  }

  @Test
  void neitherAnOutageNorASilenceOfOursEndsAConnection() {
    Client ann = all.open("ann");
    all.down = true;
    all.now += Upkeep.SILENCE.multipliedBy(10).toNanos();
    all.upkeep.look();
    assertThat(ann.wire().pings).as("asked also while nobody knows of its token").isEqualTo(1);
    assertThat(ann.wire().ended).isEmpty();
    all.down = false;
    all.sockets.alive(ann.connection().orElseThrow());
    all.upkeep.look();
    assertThat(ann.wire().ended).isEmpty();
  }

  @Test
  void aNodeThatStopsSaysSoAndLetsNobodyIn() {
    Client ann = all.open("ann");
    all.sockets.close();
    assertThat(ann.wire().ended).hasSize(1).first().asString().startsWith("1001");
    assertThat(all.open("bob").wire().ended).hasSize(1).first().asString().startsWith("1013");
  }
}
