package io.berth.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.berth.cache.BerthCaches;
import io.berth.cache.CacheCatalogue;
import io.berth.cache.Epochs;
import io.berth.cache.LocalLevel;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.cache.ListCache;
import io.berth.gateway.cache.ListQuestion;
import io.berth.gateway.cache.Question;
import io.berth.gateway.cache.ResponseCache;
import io.berth.gateway.mcp.McpAnswer;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.event.LifecycleEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritesElsewhereTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final byte[] LIST = "{\"id\":1,\"result\":{\"tools\":[]}}".getBytes(UTF_8);

  private final BerthCaches caches = BerthCaches.openLocal();
  private final LocalLevel level = new LocalLevel(100, Duration.ofDays(1), Ticker.systemTicker());
  private final Epochs epochs =
      new Epochs(caches.cache(CacheCatalogue.EPOCHS), () -> UUID.randomUUID().toString());
  private final ListCache lists = new ListCache(level, epochs, InstantSource.system());
  private final ResponseCache answers = new ResponseCache(level, epochs, (pause, task) -> {});
  private final Log log = new Log();
  private final List<ProjectId> changed = new ArrayList<>();
  private final List<ProjectId> awake = new ArrayList<>();
  private final WritesElsewhere followed =
      new WritesElsewhere(log, answers, lists, changed::add, awake::add);

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  void whatIsKeptOfANewProjectOutlivesTheLateNewsOfIt() {
    keep("2026-01-01T00:00:00Z");
    log.append("project.created");
    assertThat(isKept("2026-01-01T00:00:00Z")).isTrue();
    assertThat(changed).as("an earlier copy is looked up anew").containsExactly(ALPHA);
  }

  @Test
  void whatIsKeptOfAnEarlierProjectOfTheNameIsNeverGiven() {
    keep("2026-01-01T00:00:00Z");
    log.append("project.created");
    assertThat(isKept("2026-01-02T00:00:00Z")).isFalse();
  }

  @Test
  void aChangedOrRemovedProjectIsForgotten() {
    for (String kind : List.of("project.changed", "project.removed")) {
      keep("1");
      log.append(kind);
      assertThat(isKept("1")).as(kind).isFalse();
    }
    assertThat(changed).containsExactly(ALPHA, ALPHA);
  }

  @Test
  void aJobChangesAnswersAndNoLists() {
    keep("1");
    log.append("job.done");
    assertThat(answers.find(question("1")).found()).isEmpty();
    assertThat(lists.find(new ListQuestion(question("1"), true, "ann"), 1)).isPresent();
    log.append("process.ready");
    assertThat(awake).containsExactly(ALPHA);
  }

  private void keep(String incarnation) {
    Question question = question(incarnation);
    lists.store(lists.ask(new ListQuestion(question, true, "ann")), 1, "application/json", LIST);
    answers.store(
        answers.find(question), 1, "application/json", McpAnswer.of(LIST, true).orElseThrow());
  }

  private boolean isKept(String incarnation) {
    Question question = question(incarnation);
    boolean list = lists.find(new ListQuestion(question, true, "ann"), 1).isPresent();
    assertThat(answers.find(question).found().isPresent()).isEqualTo(list);
    return list;
  }

  private static Question question(String incarnation) {
    return new Question("alpha", incarnation, "built-in", "", "", "", "tools/list", "{}");
  }

  /** Tells the one who follows it at once. */
  private final class Log implements EventLog {
    private final List<LifecycleEvent> all = new ArrayList<>();

    void append(String kind) {
      append(kind, Optional.of(ALPHA), 0, "ann", "");
      followed.newest(all.size());
    }

    @Override
    public LifecycleEvent append(
        String kind, Optional<ProjectId> project, long generation, String actor, String reason) {
      LifecycleEvent event =
          new LifecycleEvent(
              all.size() + 1, Instant.EPOCH, kind, project, generation, actor, reason, Map.of());
      all.add(event);
      return event;
    }

    @Override
    public List<LifecycleEvent> after(long id, Optional<ProjectId> project, int limit) {
      return all.stream().filter(event -> event.id() > id).limit(limit).toList();
    }

    @Override
    public List<LifecycleEvent> last(Optional<ProjectId> project, int limit) {
      return List.copyOf(all);
    }

    @Override
    public AutoCloseable onChange(Consumer<Long> newestId) {
      throw new UnsupportedOperationException();
    }
  }
}
