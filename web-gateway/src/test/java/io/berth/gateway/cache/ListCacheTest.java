package io.berth.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.berth.cache.BerthCaches;
import io.berth.cache.CacheCatalogue;
import io.berth.cache.Epochs;
import io.berth.cache.LocalLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListCacheTest {
  private static final String SHARED =
      "{\"id\":1,\"result\":{\"tools\":[],\"ttlMs\":60000,\"cacheScope\":\"public\"}}";
  private static final String PRIVATE = SHARED.replace("public", "private");
  private static final String SILENT = "{\"id\":1,\"result\":{\"tools\":[]}}";

  private final BerthCaches caches = BerthCaches.openLocal();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final ListCache lists =
      new ListCache(
          new LocalLevel(100, Duration.ofDays(1), Ticker.systemTicker()),
          new Epochs(caches.cache(CacheCatalogue.EPOCHS), () -> UUID.randomUUID().toString()),
          () -> now);

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  void aForeignListIsGivenUntilItsLifetimeIsOverAndTellsWhatIsLeft() {
    store(foreign("ann", "1"), 3, SHARED);
    now = now.plusSeconds(59);
    assertThat(text(foreign("ann", "1"), 3)).contains(SHARED.replace("60000", "1000"));
    now = now.plusSeconds(1);
    assertThat(text(foreign("ann", "1"), 3)).isEmpty();
  }

  @Test
  void whatIsPrivateIsNobodyElses() {
    store(foreign("ann", "1"), 3, PRIVATE);
    assertThat(text(foreign("ann", "1"), 3)).isPresent();
    assertThat(text(foreign("bob", "1"), 3)).isEmpty();
    store(foreign("ann", "1"), 3, SHARED);
    assertThat(text(foreign("bob", "1"), 3)).isPresent();
  }

  @Test
  void aForeignListIsOfItsProcessAndItsVersion() {
    store(foreign("ann", "1"), 3, SHARED);
    assertThat(text(foreign("ann", "1"), 4)).isEmpty();
    assertThat(text(foreign("ann", "2"), 3)).isEmpty();
  }

  @Test
  void aForeignListWithoutALifetimeIsNotKept() {
    store(foreign("ann", "1"), 3, SILENT);
    store(foreign("ann", "1"), 3, SHARED.replace("60000", "0"));
    assertThat(text(foreign("ann", "1"), 3)).isEmpty();
  }

  @Test
  void theBuiltInKmsHoldsForEverybodyAndEveryProcessOfItsVersion() {
    store(builtIn("1"), 3, SILENT);
    now = now.plus(Duration.ofDays(3));
    assertThat(text(builtIn("1"), 7)).contains(SILENT);
    assertThat(text(builtIn("2"), 7)).isEmpty();
    store(builtIn("1"), 3, PRIVATE);
    assertThat(text(builtIn("1"), 7)).as("its own lifetime begins anew").contains(PRIVATE);
  }

  @Test
  void aChangeEndsWhatIsKeptAndWhatIsUnderWay() {
    store(foreign("ann", "1"), 3, SHARED);
    ListCache.Ticket underWay = lists.ask(foreign("ann", "1"));
    lists.changed("alpha");
    lists.store(underWay, 3, "application/json", SHARED.getBytes(UTF_8));
    assertThat(text(foreign("ann", "1"), 3)).isEmpty();
    store(foreign("ann", "1"), 3, SHARED);
    lists.changed("beta");
    assertThat(text(foreign("ann", "1"), 3)).isPresent();
  }

  private void store(ListQuestion question, long generation, String body) {
    lists.store(lists.ask(question), generation, "application/json", body.getBytes(UTF_8));
  }

  private Optional<String> text(ListQuestion question, long generation) {
    return lists
        .find(question, generation)
        .map(found -> new String(found.answer().withId(Optional.of("1")), UTF_8));
  }

  private static ListQuestion foreign(String subject, String version) {
    return new ListQuestion(question(version), false, subject);
  }

  private static ListQuestion builtIn(String version) {
    return new ListQuestion(question(version), true, "ann");
  }

  private static Question question(String version) {
    return new Question("alpha", "1", version, "", "", "", "tools/list", "{}");
  }
}
