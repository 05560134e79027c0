package io.berth.lifecycle.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Claims;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Reason;
import io.berth.lifecycle.claim.Wish;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ParkedClaimsTest {
  private static final Duration WAIT = Duration.ofSeconds(30);

  private final Board board = new Board();
  private final Everybody openings = new Everybody();
  private final Deque<Runnable> executor = new ArrayDeque<>();
  private long now;
  private final ParkedClaims parked = parked(100);

  private ParkedClaims parked(int most) {
    return new ParkedClaims(
        board,
        openings,
        executor::add,
        () -> now,
        new ParkedClaims.Limits(most, Duration.ofSeconds(10)));
  }

  /** Answers what the test put there, and writes down who asked. */
  private static final class Board implements Claims {
    private static final Offer WORK = new Offer.Work(null, false);

    final List<String> asked = new ArrayList<>();
    boolean work;
    Reason reason = Reason.NO_TASKS;
    Problem problem;
    Runnable meanwhile = () -> {};

    @Override
    public Offer request(Wish wish) throws KmException {
      asked.add(wish.agent().value());
      meanwhile.run();
      if (problem != null) {
        throw new KmException(problem, "as the test says");
      }
      return work
          ? WORK
          : new Offer.Nothing(reason, Duration.ofSeconds(1), Map.of(), List.of(), List.of());
    }
  }

  /** Everybody who wants a project may have what it has, unless nobody may. */
  private static final class Everybody implements Openings {
    List<String> projects = List.of("alpha");
    boolean nobody;

    @Override
    public List<String> projects() {
      return projects;
    }

    @Override
    public List<AgentId> fitting(String project, List<Asking> oldestFirst) {
      return nobody ? List.of() : oldestFirst.stream().map(Asking::agent).toList();
    }
  }

  private static Wish wish(String agent, String... projects) {
    return new Wish(
        new AgentId(agent),
        projects.length == 0
            ? Optional.empty()
            : Optional.of(List.of(projects).stream().map(ProjectId::new).toList()),
        Optional.empty(),
        Optional.empty(),
        agent);
  }

  private CompletableFuture<Offer> ask(String agent, String... projects) throws KmException {
    return parked.request(wish(agent, projects), WAIT).toCompletableFuture();
  }

  private void work() {
    while (!executor.isEmpty()) {
      executor.poll().run();
    }
  }

  private void after(Duration time) {
    now += time.toNanos();
    parked.tick();
    work();
  }

  @Test
  void aRequestWithoutAWaitIsAnsweredAtOnce() throws KmException {
    assertThat(parked.request(wish("ann"), Duration.ZERO).toCompletableFuture()).isCompleted();
    assertThat(parked.size()).isZero();
  }

  @Test
  void aTaskThatIsThereIsGivenAtOnce() throws KmException {
    board.work = true;
    assertThat(ask("ann")).isCompletedWithValue(Board.WORK);
    assertThat(parked.size()).isZero();
  }

  @Test
  void whoHoldsAllThatItMayIsToldAtOnce() throws KmException {
    board.reason = Reason.AT_CAPACITY;
    assertThat(ask("ann")).isCompleted();
    assertThat(parked.size()).isZero();
  }

  @Test
  void aNoticeOfTheProjectWakesThoseWhoMayHaveIt() throws KmException {
    CompletableFuture<Offer> ann = ask("ann", "alpha");
    CompletableFuture<Offer> bob = ask("bob", "beta");
    board.work = true;
    parked.ready("alpha");
    work();
    assertThat(ann).isCompletedWithValue(Board.WORK);
    assertThat(bob).isNotDone();
    assertThat(board.asked).containsExactly("ann", "bob", "ann");
    openings.projects = List.of("beta");
    parked.anything();
    work();
    assertThat(bob).isCompletedWithValue(Board.WORK);
    assertThat(parked.size()).isZero();
  }

  @Test
  void whatIsHeardBetweenTheFirstQuestionAndTheWaitIsNotLost() throws KmException {
    board.meanwhile =
        () -> {
          board.meanwhile = () -> {};
          parked.ready("alpha");
        };
    CompletableFuture<Offer> ann = ask("ann");
    board.work = true;
    work();
    assertThat(ann).isCompletedWithValue(Board.WORK);
  }

  @Test
  void whatIsHeardWhileItIsAskedForIsAskedOnceMore() throws KmException {
    CompletableFuture<Offer> ann = ask("ann");
    board.meanwhile =
        () -> {
          board.meanwhile = () -> {};
          parked.ready("alpha");
        };
    parked.ready("alpha");
    work();
    assertThat(ann).isNotDone();
    assertThat(board.asked).containsExactly("ann", "ann", "ann");
  }

  @Test
  void theWaitEndsWithWhatWasSaidLast() throws KmException {
    CompletableFuture<Offer> ann = ask("ann");
    board.reason = Reason.ALL_HELD;
    after(Duration.ofSeconds(29));
    assertThat(ann).isNotDone();
    after(Duration.ofSeconds(1));
    assertThat(ann).isCompleted();
    assertThat(((Offer.Nothing) ann.join()).reason()).isEqualTo(Reason.ALL_HELD);
    assertThat(parked.size()).isZero();
  }

  @Test
  void withoutAnyNoticeThePollFindsTheTask() throws KmException {
    CompletableFuture<Offer> ann = ask("ann");
    board.work = true;
    after(Duration.ofSeconds(9));
    assertThat(ann).isNotDone();
    after(Duration.ofSeconds(1));
    assertThat(ann).isCompletedWithValue(Board.WORK);
  }

  @Test
  void anOutageIsWaitedThroughAndAnotherFailureEndsTheWait() throws KmException {
    CompletableFuture<Offer> ann = ask("ann");
    board.problem = Problem.UNAVAILABLE;
    parked.anything();
    work();
    assertThat(ann).isNotDone();
    board.problem = Problem.NO_SUCH_AGENT;
    parked.anything();
    work();
    assertThatThrownBy(ann::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(KmException.class);
    assertThat(parked.size()).isZero();
  }

  @Test
  void anAgentThatAsksAgainWaitsOnce() throws KmException {
    CompletableFuture<Offer> first = ask("ann");
    CompletableFuture<Offer> second = ask("ann");
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    assertThat(parked.size()).isOne();
  }

  @Test
  void whoFindsNoPlaceIsAnsweredAtOnce() throws KmException {
    ParkedClaims small = parked(1);
    assertThat(small.request(wish("ann"), WAIT).toCompletableFuture()).isNotDone();
    assertThat(small.request(wish("bob"), WAIT).toCompletableFuture()).isCompleted();
    assertThat(small.size()).isOne();
  }

  @Test
  void manyAreAskedInOrderAndTwoAtATime() throws KmException {
    for (int i = 0; i < 50; i++) {
      ask("agent" + i);
    }
    board.asked.clear();
    int[] most = {0};
    board.meanwhile = () -> most[0] = Math.max(most[0], executor.size());
    parked.anything();
    parked.anything();
    work();
    assertThat(board.asked).hasSize(50).startsWith("agent0", "agent1").endsWith("agent49");
    assertThat(most[0]).isOne();
  }

  @Test
  void aNodeThatStopsAnswersAllAndParksNobodyMore() throws KmException {
    CompletableFuture<Offer> ann = ask("ann");
    parked.close();
    assertThat(ann).isCompleted();
    assertThat(ask("bob")).isCompleted();
    assertThat(parked.size()).isZero();
  }

  @Test
  void aWishThatIsWithdrawnIsNotAskedForAgain() throws KmException {
    CompletableFuture<Offer> answer = ask("ann");
    answer.cancel(false);
    assertThat(parked.size()).isZero();
    board.asked.clear();
    parked.anything();
    work();
    assertThat(board.asked).isEmpty();
  }

  @Test
  void aWishThatIsWithdrawnTakesNoNewerOneWithIt() throws KmException {
    CompletableFuture<Offer> first = ask("ann");
    CompletableFuture<Offer> second = ask("ann");
    first.cancel(false);
    assertThat(parked.size()).isEqualTo(1);
    assertThat(second).isNotDone();
  }

  @Test
  void manyThatWaitAskLessOftenEach() throws KmException {
    openings.nobody = true;
    ParkedClaims many = parked(5_000);
    for (int i = 0; i < 2_000; i++) {
      many.request(wish("agent-" + i), Duration.ofSeconds(55));
    }
    board.asked.clear();
    now += Duration.ofSeconds(11).toNanos();
    many.tick();
    work();
    assertThat(board.asked).hasSizeBetween(100, 120);
    board.asked.clear();
    now += Duration.ofSeconds(9).toNanos();
    many.tick();
    work();
    assertThat(board.asked).hasSizeBetween(80, 100);
  }
}
