package io.berth.lifecycle.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Claims;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Reason;
import io.berth.lifecycle.claim.Wish;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody waits beside a task that he could have, and few are asked in vain. */
class ChancesTest {
  private static final Duration WAIT = Duration.ofSeconds(55);
  private static final String[] SKILLS = {"java", "sql", "go"};

  /** Tasks by the skill they require. An agent's skill is the end of its name. */
  private static final class Board implements Claims, Openings {
    private final Map<String, Integer> tasks = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private Runnable meanwhile = () -> {};
    private int outages;

    static String skill(AgentId agent) {
      return agent.value().substring(agent.value().lastIndexOf('-') + 1);
    }

    void meanwhile(Runnable what) {
      meanwhile = what;
    }

    synchronized void add(String skill) {
      tasks.merge(skill, 1, Integer::sum);
    }

    synchronized int count(String skill) {
      return tasks.getOrDefault(skill, 0);
    }

    synchronized void outages(int count) {
      outages = count;
    }

    synchronized int asked() {
      return asked.size();
    }

    private void fail() throws KmException {
      if (outages > 0) {
        outages--;
        throw new KmException(Problem.UNAVAILABLE, "as the test says");
      }
    }

    @Override
    public Offer request(Wish wish) throws KmException {
      Runnable first = meanwhile;
      first.run();
      synchronized (this) {
        asked.add(wish.agent().value());
        fail();
        String skill = skill(wish.agent());
        if (count(skill) > 0) {
          tasks.merge(skill, -1, Integer::sum);
          return new Offer.Work(null, false);
        }
        return new Offer.Nothing(
            Reason.MISSING_SKILLS, Duration.ofSeconds(1), Map.of(), List.of(), List.of());
      }
    }

    @Override
    public synchronized List<String> projects() throws KmException {
      fail();
      return tasks.values().stream().anyMatch(n -> n > 0) ? List.of("alpha") : List.of();
    }

    @Override
    public List<AgentId> fitting(String project, List<Asking> oldestFirst) throws KmException {
      Runnable first = meanwhile;
      first.run();
      synchronized (this) {
        fail();
        Map<String, Integer> left = new HashMap<>(tasks);
        return oldestFirst.stream()
            .map(Asking::agent)
            .filter(agent -> left.merge(skill(agent), -1, Integer::sum) >= 0)
            .toList();
      }
    }
  }

  private final Board board = new Board();
  private final Deque<Runnable> executor = new ArrayDeque<>();
  private long now;
  private final ParkedClaims parked =
      new ParkedClaims(
          board,
          board,
          executor::add,
          () -> now,
          new ParkedClaims.Limits(20_000, Duration.ofDays(1)));

  private static Wish wish(String agent) {
    return new Wish(
        new AgentId(agent), Optional.empty(), Optional.empty(), Optional.empty(), agent);
  }

  private CompletableFuture<Offer> ask(String agent) {
    try {
      return parked.request(wish(agent), WAIT).toCompletableFuture();
    } catch (KmException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void work() {
    while (!executor.isEmpty()) {
      executor.poll().run();
    }
  }

  private void task(String skill) {
    board.add(skill);
    parked.ready("alpha");
  }

  @Test
  void ofTenThousandTheOldestWhoMayHaveItIsAskedAlone() {
    List<CompletableFuture<Offer>> waits = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      waits.add(ask("a" + i + "-" + SKILLS[i % 2]));
    }
    board.asked.clear();
    task("sql");
    work();
    assertThat(board.asked).containsExactly("a1-sql");
    assertThat(waits.get(1)).isCompleted();
    board.asked.clear();
    task("go");
    work();
    assertThat(board.asked).isEmpty();
    board.add("java");
    board.add("java");
    task("sql");
    work();
    assertThat(board.asked).containsExactly("a0-java", "a2-java", "a3-sql");
  }

  @Test
  void aChanceOfOneWhoLeavesIsTheNextOnes() {
    CompletableFuture<Offer> first = ask("a1-java");
    CompletableFuture<Offer> second = ask("a2-java");
    board.meanwhile(
        () -> {
          board.meanwhile(() -> {});
          first.cancel(false);
        });
    task("java");
    work();
    assertThat(second).isCompleted();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void whateverHappensInBetweenNobodyIsForgotten(int seed) {
    Random chance = new Random(seed);
    Map<String, CompletableFuture<Offer>> waits = new HashMap<>();
    for (int round = 0; round < 300; round++) {
      for (int i = chance.nextInt(6); i >= 0; i--) {
        act(chance, waits);
      }
      int[] left = {chance.nextInt(4)};
      board.meanwhile(
          () -> {
            if (left[0] > 0 && chance.nextBoolean()) {
              left[0]--;
              act(chance, waits);
            }
          });
      work();
      board.meanwhile(() -> {});
      board.outages(0);
      // why a tick: what could not be told during an outage is found out again by it
      parked.tick();
      work();
      assertThat(waiting(waits)).as("round " + round).noneMatch(s -> board.count(s) > 0);
    }
  }

  private static Set<String> waiting(Map<String, CompletableFuture<Offer>> waits) {
    Set<String> waiting = new HashSet<>();
    waits.forEach(
        (agent, answer) -> {
          if (!answer.isDone()) {
            waiting.add(Board.skill(new AgentId(agent)));
          }
        });
    return waiting;
  }

  private void act(Random chance, Map<String, CompletableFuture<Offer>> waits) {
    String agent = "a" + chance.nextInt(12) + "-" + SKILLS[chance.nextInt(3)];
    switch (chance.nextInt(8)) {
      case 0, 1, 2 -> waits.put(agent, ask(agent));
      case 3, 4, 5 -> task(SKILLS[chance.nextInt(3)]);
      case 6 -> waits.getOrDefault(agent, new CompletableFuture<>()).cancel(false);
      default -> board.outages(chance.nextInt(3) == 0 ? 2 : 0);
    }
  }

  @Test
  void threadsThatRaceForgetNobodyEither() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      ParkedClaims real =
          new ParkedClaims(
              board,
              board,
              threads,
              System::nanoTime,
              new ParkedClaims.Limits(20_000, Duration.ofDays(1)));
      List<CompletableFuture<Offer>> waits = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        int number = i;
        threads.execute(
            () -> {
              board.add(SKILLS[number % 3]);
              real.ready("alpha");
            });
        waits.add(
            real.request(wish("a" + number + "-" + SKILLS[number % 3]), WAIT)
                .toCompletableFuture());
      }
      CompletableFuture.allOf(waits.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
      assertThat(waits).allMatch(wait -> wait.join() instanceof Offer.Work);
      assertThat(real.size()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }
}
