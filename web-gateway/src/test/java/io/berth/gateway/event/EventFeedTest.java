package io.berth.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.event.LifecycleEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventFeedTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final FakeLog log = new FakeLog();
  private final BeatByHand thread = new BeatByHand();
  private final EventFeed feed = new EventFeed(log, thread, InstantSource.fixed(NOW));

  @AfterEach
  void close() {
    feed.close();
    assertThat(thread.isShutdown()).isTrue();
    assertThat(log.followers).isEmpty();
  }

  @Test
  void aNewSubscriberGetsWhatHappensFromNowOn() {
    log.happen(5, "alpha");
    FakeSink sink = subscribe(admin(), OptionalLong.empty());
    settle();
    log.happen(3, "alpha");
    settle();
    assertThat(sink.ids()).containsExactly(6L, 7L, 8L);
  }

  @Test
  void aSubscriberIsAnsweredBeforeAnythingHappens() {
    FakeSink sink = subscribe(admin(), OptionalLong.empty());
    settle();
    assertThat(sink.frames).containsExactly(": events follow\n\n");
  }

  @Test
  void aReturningSubscriberMissesNothingHoweverLongItWasAway() {
    log.happen(2_500, "alpha");
    FakeSink sink = subscribe(admin(), OptionalLong.of(10));
    settle();
    assertThat(sink.ids()).hasSize(2_490);
    log.happen(5, "beta");
    settle();
    assertThat(sink.ids()).hasSize(2_495);
    assertThat(sink.ids()).isSorted().doesNotHaveDuplicates().startsWith(11L).endsWith(2_505L);
  }

  @Test
  void aSlowSubscriberHoldsBackNobodyAndMissesNothing() {
    FakeSink slow = subscribe(admin(), OptionalLong.of(0));
    FakeSink quick = subscribe(admin(), OptionalLong.of(0));
    slow.room = 3;
    log.happen(2_000, "alpha");
    settle();
    assertThat(quick.ids()).hasSize(2_000);
    assertThat(slow.ids()).hasSize(3);
    slow.room = Integer.MAX_VALUE;
    feed.signal();
    settle();
    assertThat(slow.ids()).hasSize(2_000).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void anAgentSeesOnlyTheEventsOfItsProjects() {
    FakeSink sink = subscribe(agent(NOW.plusSeconds(60)), OptionalLong.of(0));
    log.happen(1, "alpha");
    log.happen(1, "beta");
    log.happen(1, null);
    log.happen(1, "alpha");
    settle();
    assertThat(sink.ids()).containsExactly(1L, 4L);
  }

  @Test
  void theDatabaseAwayForAWhileDelaysAndLosesNothing() {
    FakeSink sink = subscribe(admin(), OptionalLong.of(0));
    settle();
    log.down = true;
    log.happen(3, "alpha");
    settle();
    assertThat(sink.ids()).isEmpty();
    log.down = false;
    thread.beat();
    settle();
    assertThat(sink.ids())
        .as("found by the next beat, without a signal")
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void aSubscriberThatLeftGivesItsPlaceBack() {
    FakeSink sink = subscribe(admin(), OptionalLong.of(0));
    settle();
    assertThat(feed.size()).isEqualTo(1);
    sink.close();
    feed.signal();
    settle();
    assertThat(feed.size()).isZero();
  }

  @Test
  void aSubscriberWhomTheLogCannotServeIsSentAwayAndGivesItsPlaceBack() {
    log.broken = true;
    FakeSink sink = subscribe(admin(), OptionalLong.empty());
    settle();
    assertThat(sink.isOpen()).isFalse();
    assertThat(feed.size()).isZero();
  }

  @Test
  void placesAreBounded() {
    for (int i = 0; i < FeedPlaces.MOST; i++) {
      assertThat(feed.admit(admin())).isTrue();
    }
    assertThat(feed.admit(admin())).isFalse();
    assertThat(feed.size()).isEqualTo(FeedPlaces.MOST);
  }

  @Test
  void aStreamEndsWithItsToken() {
    FakeSink sink = new FakeSink();
    EventSubscription subscription =
        new EventSubscription(new EventScope(agent(NOW), Optional.empty()), sink, 0);
    subscription.beat(NOW.minusSeconds(1));
    assertThat(sink.frames).containsExactly(": still here\n\n");
    subscription.beat(NOW);
    assertThat(sink.isOpen()).isFalse();
  }

  /** Until the feed's thread has done all that it was asked, and what that led to. */
  private void settle() {
    for (int i = 0; i < 2; i++) {
      CompletableFuture.runAsync(() -> {}, thread).join();
    }
  }

  private FakeSink subscribe(Caller caller, OptionalLong after) {
    FakeSink sink = new FakeSink();
    assertThat(feed.admit(caller)).isTrue();
    feed.subscribe(new EventScope(caller, Optional.empty()), sink, after);
    return sink;
  }

  private static Caller admin() {
    return new Caller("root", Set.of(Role.ADMIN), Grants.EVERYTHING, Instant.MAX);
  }

  private static Caller agent(Instant end) {
    return new Caller("bot", Set.of(Role.AGENT), Grants.of(List.of("alpha")), end);
  }

  /** The feed's one thread; its beats come when a test says so. */
  private static final class BeatByHand extends ScheduledThreadPoolExecutor {
    private Runnable beat;

    BeatByHand() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable command, long initialDelay, long delay, TimeUnit unit) {
      beat = command;
      return null;
    }

    void beat() {
      execute(beat);
    }
  }

  private static final class FakeSink implements EventSink {
    final List<String> frames = new CopyOnWriteArrayList<>();
    volatile int room = Integer.MAX_VALUE;
    private volatile boolean open = true;

    @Override
    public boolean hasRoom() {
      return open && ids().size() < room;
    }

    @Override
    public void offer(byte[] frame) {
      frames.add(new String(frame, StandardCharsets.UTF_8));
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }

    List<Long> ids() {
      return frames.stream()
          .filter(f -> f.startsWith("id: "))
          .map(f -> Long.valueOf(f.substring(4, f.indexOf('\n'))))
          .toList();
    }
  }

  private static final class FakeLog implements EventLog {
    final List<LifecycleEvent> events = new CopyOnWriteArrayList<>();
    final List<Consumer<Long>> followers = new CopyOnWriteArrayList<>();
    volatile boolean down;
    volatile boolean broken;

    void happen(int times, String project) {
      List<LifecycleEvent> more = new ArrayList<>();
      for (int i = 1; i <= times; i++) {
        more.add(
            new LifecycleEvent(
                events.size() + i,
                NOW,
                "process.ready",
                Optional.ofNullable(project).map(ProjectId::new),
                1,
                "berth",
                "why\nnot",
                Map.of()));
      }
      events.addAll(more);
      followers.forEach(f -> f.accept((long) events.size()));
    }

    @Override
    public LifecycleEvent append(
        String kind, Optional<ProjectId> project, long generation, String actor, String reason) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<LifecycleEvent> after(long id, Optional<ProjectId> project, int limit)
        throws KmException {
      reached();
      return events.stream()
          .filter(e -> e.id() > id && (project.isEmpty() || project.equals(e.project())))
          .limit(limit)
          .toList();
    }

    @Override
    public List<LifecycleEvent> last(Optional<ProjectId> project, int limit) throws KmException {
      reached();
      // why: a view of a list that grows meanwhile would fail in the feed's thread
      List<LifecycleEvent> all = List.copyOf(events);
      return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    private void reached() throws KmException {
      if (broken) {
        throw new IllegalStateException("a row that cannot be read");
      }
      if (down) {
        throw new KmException(Problem.UNAVAILABLE, "away");
      }
    }

    @Override
    public AutoCloseable onChange(Consumer<Long> newestId) {
      followers.add(newestId);
      return () -> followers.remove(newestId);
    }
  }
}
