package io.berth.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The questions that are asked again and again, by project. Knows how to ask each of them, which
 * the caller of the first time said. Bounded in projects, in questions of each, and in time; what
 * is not asked for a while is forgotten. Any thread, never blocks.
 *
 * @param <A> how a question is asked
 */
public final class HotSet<A> {
  /** Asked so often, a question is worth asking ahead. */
  public static final int OFTEN = 3;

  private static final int MOST_PROJECTS = 1_000;
  private static final int MOST_QUESTIONS = 64;
  private static final Duration FORGOTTEN = Duration.ofMinutes(5);

  private final int most;
  private final long old;
  private final LongSupplier nanos;
  private final Cache<String, Map<Question, Asked<A>>> projects;

  /**
   * @param most questions of one project that are hot; 0 for none at all
   * @param old the age at which the answer to a hot question is worth asking for again
   * @param nanos the time
   */
  public HotSet(int most, Duration old, LongSupplier nanos) {
    this.most = most;
    this.old = old.toNanos();
    this.nanos = nanos;
    this.projects =
        Caffeine.newBuilder()
            .maximumSize(MOST_PROJECTS)
            .expireAfterAccess(FORGOTTEN)
            .ticker(nanos::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /** Whether anything is counted here. */
  public boolean isOn() {
    return most > 0;
  }

  /**
   * Somebody asked this; {@code how} is called the first time only.
   *
   * @return whether it is hot and its answer old
   */
  public boolean asked(Question question, Supplier<A> how) {
    Map<Question, Asked<A>> ofProject =
        projects.get(question.project(), absent -> new ConcurrentHashMap<>());
    Asked<A> known = ofProject.get(question);
    long now = nanos.getAsLong();
    if (known == null && (ofProject.size() < MOST_QUESTIONS || makesRoom(ofProject))) {
      known = ofProject.computeIfAbsent(question, first -> new Asked<>(first, how.get(), now));
    }
    if (known == null) {
      return false;
    }
    known.last = now;
    return known.count.incrementAndGet() >= OFTEN && known.isOld(now, old);
  }

  /** The hottest questions of a project, hottest first. */
  public List<Asked<A>> hottest(String project) {
    Map<Question, Asked<A>> ofProject = projects.getIfPresent(project);
    if (ofProject == null) {
      return List.of();
    }
    long now = nanos.getAsLong();
    ofProject.values().removeIf(each -> now - each.last > FORGOTTEN.toNanos());
    return ofProject.values().stream()
        .filter(each -> each.count.get() >= OFTEN)
        .sorted(Comparator.comparingInt((Asked<A> each) -> each.count.get()).reversed())
        .limit(most)
        .toList();
  }

  /** Whether the answer to it is old. */
  public boolean isOld(Asked<A> asked) {
    return asked.isOld(nanos.getAsLong(), old);
  }

  /** Its answer was fetched ahead. */
  public void renewed(Asked<A> asked) {
    // why: a question that nobody asks any more is asked ahead a few times, and then no more
    asked.count.updateAndGet(count -> count / 2);
    asked.renewed = nanos.getAsLong();
  }

  /** why: without it the first questions of a project would keep all later ones out. */
  private boolean makesRoom(Map<Question, Asked<A>> ofProject) {
    return ofProject.values().removeIf(each -> each.count.get() < OFTEN);
  }

  /** One question, and how it is asked. */
  public static final class Asked<A> {
    private final Question question;
    private final A how;
    private final AtomicInteger count = new AtomicInteger();
    private volatile long last;
    private volatile long renewed;

    Asked(Question question, A how, long now) {
      this.question = question;
      this.how = how;
      this.renewed = now;
    }

    public Question question() {
      return question;
    }

    public A how() {
      return how;
    }

    private boolean isOld(long now, long old) {
      return now - renewed > old;
    }
  }
}
