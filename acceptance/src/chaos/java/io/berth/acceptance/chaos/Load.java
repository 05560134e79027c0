package io.berth.acceptance.chaos;

import io.berth.acceptance.chaos.Result.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Steady callers, each with a random sequence of its own, until they are told to stop. */
final class Load {
  private final List<Member> members;
  private final Operations operations;
  private final Client client;
  private final Account account;
  private final Tally tally;
  private final Pause stop = new Pause();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> running = new ArrayList<>();

  Load(List<Member> members, Operations operations, Client client, Account account, Tally tally) {
    this.members = members;
    this.operations = operations;
    this.client = client;
    this.account = account;
    this.tally = tally;
  }

  void start(Options options) {
    double meanMillis = 1000.0 * options.callers() / options.perSecond();
    for (int i = 0; i < options.callers(); i++) {
      Random random = new Random(options.seed() * 31 + i);
      running.add(threads.submit(() -> loop(random, meanMillis)));
    }
  }

  private void loop(Random random, double meanMillis) {
    // why exponential: callers that do not know of each other come in no rhythm
    while (stop.of(Duration.ofMillis((long) (-Math.log(1 - random.nextDouble()) * meanMillis)))) {
      try {
        one(operations.any(pick(random), random));
      } catch (RuntimeException e) {
        tally.broken("the harness itself: " + e);
      }
    }
  }

  private void one(Operations.Wish wish) {
    Result result = client.call(wish.operation());
    if (wish.text() == null) {
      return;
    }
    Member member = wish.operation().member();
    long entry = result.fate() == Fate.SERVED ? Operations.entry(member, result.response()) : 0;
    account.add(new Account.Entry(member.id(), wish.text(), wish.key(), result.fate(), entry));
  }

  private Member pick(Random random) {
    int dice = random.nextInt(members.stream().mapToInt(Member::weight).sum());
    for (Member member : members) {
      dice -= member.weight();
      if (dice < 0) {
        return member;
      }
    }
    throw new IllegalStateException();
  }

  /** Lets what is under way end. */
  void stop() throws Exception {
    stop.end();
    for (Future<?> caller : running) {
      caller.get(3, TimeUnit.MINUTES);
    }
    threads.shutdown();
  }
}
