package io.berth.km.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.km.store.KnowledgeException.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every implementation of the store must do. Each runs this class with its own {@link #open}.
 */
public abstract class KnowledgeStoreContract {
  protected static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");

  @TempDir protected Path folder;
  protected KnowledgeStore store;

  /** Opens the store of a folder, whose clock stands at {@link #NOW}; called again to reopen. */
  protected abstract KnowledgeStore open(Path folder);

  @BeforeEach
  void openStore() {
    store = open(folder);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  protected <T> T write(Function<KnowledgeWriter, T> work) {
    List<T> result = new ArrayList<>();
    store.write(
        WriteOrder.by("tester"),
        writer -> {
          result.add(work.apply(writer));
          return "{}";
        });
    return result.get(0);
  }

  protected long save(String ticket, String title, String content) {
    return write(w -> w.save(ItemDraft.of(ticket, null, title, content))).itemId();
  }

  private boolean delete(long id) {
    return write(w -> w.delete(id));
  }

  private List<String> titles(String question) {
    return store.query(Question.of(question)).stream().map(hit -> hit.item().title()).toList();
  }

  @Test
  void givesBackWhatWasSaved() {
    long id = write(w -> w.save(new ItemDraft("T-1", "decision", "Ports", "Use 5001"))).itemId();

    assertThat(store.item(id))
        .contains(
            new Item(
                id,
                "T-1",
                "decision",
                "Ports",
                "Use 5001",
                Optional.empty(),
                Optional.empty(),
                "tester",
                NOW));
    assertThat(store.item(id + 1)).isEmpty();
  }

  @Test
  void keepsWhatWasSavedAcrossAReopening() {
    long id = save("T-1", "Ports", "Use 5001");
    store.close();
    store = open(folder);

    assertThat(store.item(id)).isPresent();
    assertThat(titles("ports")).containsExactly("Ports");
  }

  @Test
  void keepsTheSameItemOnceWithinATicket() {
    Saved first = write(w -> w.save(ItemDraft.of("T-1", null, "Ports", "Use 5001")));
    Saved second = write(w -> w.save(ItemDraft.of("T-1", null, "Ports", "Use 5001")));

    assertThat(first.created()).isTrue();
    assertThat(second).isEqualTo(new Saved(first.itemId(), false));
    assertThat(store.statistics().items()).isEqualTo(1);
  }

  @Test
  void findsTheSameContentUnderBothOfItsTickets() {
    long one = save("T-1", "Ports", "Use 5001");
    long two = save("T-2", "Ports", "Use 5001");

    assertThat(two).isNotEqualTo(one);
    for (String ticket : List.of("T-1", "T-2")) {
      List<Hit> hits = store.query(new Question("ports", Optional.of(ticket), Optional.empty(), 5));
      assertThat(hits).hasSize(1);
      assertThat(hits.get(0).item().ticketId()).isEqualTo(ticket);
    }
  }

  @Test
  void neverGivesTheIdOfADeletedItemAgain() {
    long id = save("T-1", "Ports", "Use 5001");

    assertThat(delete(id)).isTrue();
    assertThat(delete(id)).isFalse();
    assertThat(store.item(id)).isEmpty();
    assertThat(titles("ports")).isEmpty();
    assertThat(save("T-1", "Ports", "Use 5001")).isGreaterThan(id);
  }

  @Test
  void listsPageByPageWithFilters() {
    List<Long> ids =
        IntStream.range(0, 7).mapToObj(i -> save("T-" + i % 2, "Item " + i, "text " + i)).toList();

    ItemPage first = store.items(page(Optional.of("T-0"), 3, 0));
    ItemPage second = store.items(page(Optional.of("T-0"), 3, first.next().orElseThrow()));

    assertThat(first.items())
        .extracting(ItemEntry::itemId)
        .containsExactly(ids.get(0), ids.get(2), ids.get(4));
    assertThat(second.items()).extracting(ItemEntry::itemId).containsExactly(ids.get(6));
    assertThat(second.next()).isEqualTo(OptionalLong.empty());
    assertThat(first.items().get(0).contentLength()).isEqualTo(6);
  }

  private static ItemFilter page(Optional<String> ticket, int limit, long after) {
    return new ItemFilter(ticket, Optional.empty(), Optional.empty(), limit, after);
  }

  @Test
  void changesNothingWhenTheWorkFails() {
    assertThatThrownBy(
            () ->
                write(
                    w -> {
                      w.save(ItemDraft.of("T-1", null, "Ports", "Use 5001"));
                      throw new IllegalStateException("half way");
                    }))
        .hasMessage("half way");

    assertThat(store.statistics().items()).isZero();
    assertThat(titles("ports")).isEmpty();
    assertThat(save("T-1", "Ports", "Use 5001")).isPositive();
  }

  @Test
  void answersTheSameKeyFromTheLedger() {
    WriteOrder order = WriteOrder.by("agent-7").under(new IdempotencyKey("k-1", "digest-1"));
    AtomicInteger runs = new AtomicInteger();
    WriteWork work =
        w -> {
          runs.incrementAndGet();
          return "{\"item_id\":" + w.save(ItemDraft.of("T-1", null, "A", "b")).itemId() + "}";
        };

    Answer first = store.write(order, work);
    store.close();
    store = open(folder);
    Answer again = store.write(order, work);

    assertThat(runs).hasValue(1);
    assertThat(first.replayed()).isFalse();
    assertThat(again).isEqualTo(new Answer(first.body(), true));
    assertThat(store.statistics().items()).isEqualTo(1);
  }

  @Test
  void refusesAKeyForAnotherRequestButNotForAnotherCaller() {
    store.write(WriteOrder.by("a").under(new IdempotencyKey("k", "one")), w -> "first");

    assertThatThrownBy(
            () -> store.write(WriteOrder.by("a").under(new IdempotencyKey("k", "two")), w -> "x"))
        .isInstanceOfSatisfying(
            KnowledgeException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT))
        .hasMessageContaining("k was used before");
    assertThat(store.write(WriteOrder.by("b").under(new IdempotencyKey("k", "two")), w -> "mine"))
        .isEqualTo(new Answer("mine", false));
  }

  @Test
  void storesNoAnswerForAWriteThatFailed() {
    WriteOrder order = WriteOrder.by("a").under(new IdempotencyKey("k", "one"));
    assertThatThrownBy(
            () ->
                store.write(
                    order,
                    w -> {
                      throw KnowledgeException.invalid("no");
                    }))
        .hasMessage("no");

    assertThat(store.write(order, w -> "now")).isEqualTo(new Answer("now", false));
  }

  @Test
  void replacesTheSectionsOfADocumentOfTheSameName() {
    ImportReport first =
        importOne("guide.md", "# Guide\n\n## Backup\nTape.\n\n## Restore\nRead it.\n");
    ImportReport second = importOne("guide.md", "# Guide\n\n## Backup\nDisk.\n");

    assertThat(first).isEqualTo(new ImportReport(1, 2, 0));
    assertThat(second).isEqualTo(new ImportReport(1, 1, 1));
    assertThat(titles("tape")).isEmpty();
    Item found = store.query(Question.of("disk")).get(0).item();
    assertThat(found.source()).contains("guide.md");
    assertThat(found.heading()).contains("Guide > Backup");
    assertThat(store.statistics().documents()).isEqualTo(1);
  }

  private ImportReport importOne(String name, String content) {
    return write(
        w -> w.importDocuments(ImportOrder.of(List.of(new Document(name, content)), null)));
  }

  @Test
  void keepsTheOldSectionsWhenAnImportFails() {
    importOne("guide.md", "# Backup\nTape.\n");

    assertThatThrownBy(
            () ->
                write(
                    w -> {
                      w.importDocuments(
                          ImportOrder.of(
                              List.of(new Document("guide.md", "# Other\nDisk.")), null));
                      throw new IllegalStateException("half way");
                    }))
        .hasMessage("half way");

    assertThat(titles("tape")).containsExactly("Backup");
    assertThat(titles("disk")).isEmpty();
  }

  @Test
  void listsTheSectionsOfADocumentInTheirOrder() {
    importOne("a.md", "# One\nx\n# Two\ny\n");
    importOne("b.md", "# Three\nz\n");

    ItemPage page =
        store.items(new ItemFilter(Optional.empty(), Optional.empty(), Optional.of("a.md"), 50, 0));
    assertThat(page.items()).extracting(ItemEntry::title).containsExactly("One", "Two");
  }

  @Test
  void registersAndReplacesTheApiOfAComponent() {
    write(w -> done(() -> w.registerApi(new ComponentApi("Login", "v1", List.of("a.ts", "b.ts")))));
    write(w -> done(() -> w.registerApi(new ComponentApi("Login", "v2", List.of("c.ts")))));

    assertThat(store.api("Login")).contains(new ComponentApi("Login", "v2", List.of("c.ts")));
    assertThat(store.api("login")).isEmpty();
  }

  private static boolean done(Runnable work) {
    work.run();
    return true;
  }

  @Test
  void findsFileSummariesByWordsAndByPath() {
    summary("T-1", "src/auth/login.ts", "Checks passwords");
    summary("T-1", "src/core/ports.ts", "Hands out ports");
    summary("T-1", "src/core/ports.ts", "Recycles ports");

    assertThat(summaries("password")).containsExactly("src/auth/login.ts");
    assertThat(summaries("login.ts")).startsWith("src/auth/login.ts");
    assertThat(summaries("")).containsExactly("src/core/ports.ts", "src/auth/login.ts");
    assertThat(store.fileSummaries(new FileSummaryQuestion("recycles", Optional.of("T-2"), 5)))
        .isEmpty();
    assertThat(store.statistics().fileSummaries()).isEqualTo(2);
  }

  private void summary(String ticket, String path, String text) {
    write(w -> done(() -> w.saveFileSummary(FileSummaryDraft.of(ticket, path, text))));
  }

  private List<String> summaries(String question) {
    return store.fileSummaries(new FileSummaryQuestion(question, Optional.empty(), 10)).stream()
        .map(FileSummaryHit::path)
        .toList();
  }

  @Test
  void countsWhatIsThere() {
    save("T-1", "a", "b");
    write(w -> w.save(new ItemDraft("T-2", "decision", "c", "d")));
    importOne("x.md", "# H\ntext\n");
    write(w -> done(() -> w.registerApi(new ComponentApi("Login", "v1", List.of()))));

    Statistics now = store.statistics();

    assertThat(now.items()).isEqualTo(3);
    assertThat(now.tickets()).isEqualTo(3);
    assertThat(now.itemTypes()).isEqualTo(3);
    assertThat(now.documents()).isEqualTo(1);
    assertThat(now.componentApis()).isEqualTo(1);
    assertThat(now.databaseBytes()).isPositive();
  }

  @Test
  void refusesInputThatBreaksALimitAndSaysWhich() {
    assertThatThrownBy(() -> ItemDraft.of(null, null, "t", " ")).hasMessage("content is blank");
    assertThatThrownBy(() -> ItemDraft.of(null, null, "t", "x".repeat(Limits.CONTENT + 1)))
        .hasMessage("content has 1000001 characters; at most 1000000 are kept");
    assertThatThrownBy(() -> ItemDraft.of("a\nb", null, "t", "x"))
        .hasMessageContaining("ticket_id contains a control character at position 1");
    assertThatThrownBy(() -> new Question("q", Optional.empty(), Optional.empty(), 51))
        .hasMessage("limit is 51; it must be from 1 to 50");
    assertThatThrownBy(() -> ItemDraft.of(null, null, "t", "a\0b"))
        .hasMessageContaining("NUL character at position 1");
    Document twice = new Document("a.md", "x");
    assertThatThrownBy(() -> ImportOrder.of(List.of(twice, twice), null))
        .hasMessage("document a.md occurs twice in one import");
  }

  @Test
  void refusesEverythingOnceClosed() {
    store.close();
    store.close();

    assertThatThrownBy(() -> store.query(Question.of("x")))
        .isInstanceOfSatisfying(
            KnowledgeException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
    assertThatThrownBy(() -> store.write(WriteOrder.by("a"), w -> "x"))
        .isInstanceOf(KnowledgeException.class);
  }

  @Test
  void servesEightWritersAndEightReadersTogether() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<Set<Long>>> writers = new ArrayList<>();
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String ticket = "T-" + i;
        writers.add(threads.submit(saving(ticket)));
        readers.add(threads.submit(reading()));
      }
      Set<Long> ids = new TreeSet<>();
      for (Future<Set<Long>> writer : writers) {
        ids.addAll(writer.get(60, TimeUnit.SECONDS));
      }
      for (Future<Integer> reader : readers) {
        assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo(100);
      }
      assertThat(ids).hasSize(8 * 25);
      assertThat(store.statistics().items()).isEqualTo(8 * 25);
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Callable<Set<Long>> saving(String ticket) {
    return () -> {
      Set<Long> ids = new TreeSet<>();
      for (int n = 0; n < 25; n++) {
        // why: all writers save the same contents, only the ticket differs; each saves them twice
        ids.add(save(ticket, "Item " + n, "the same content number " + n));
        ids.add(save(ticket, "Item " + n, "the same content number " + n));
      }
      return ids;
    };
  }

  private Callable<Integer> reading() {
    return () -> {
      int rounds = 0;
      for (int n = 0; n < 100; n++) {
        List<Hit> hits = store.query(Question.of("content number " + n % 25));
        double before = 1;
        for (Hit hit : hits) {
          assertThat(hit.similarity()).isBetween(0.0, before);
          before = hit.similarity();
        }
        store.check();
        rounds++;
      }
      return rounds;
    };
  }

  @Test
  void savesTheSameContentFromManyThreadsWithoutAnError() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Long>> same = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        same.add(() -> save("T-1", "Same", "the very same"));
      }
      Set<Long> ids = new TreeSet<>();
      for (Future<Long> one : threads.invokeAll(same, 60, TimeUnit.SECONDS)) {
        ids.add(one.get());
      }
      assertThat(ids).hasSize(1);
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void opensAgainWithWhatWasSaved() {
    save("T-1", "Ports", "Use 5001");
    store.close();
    store = open(folder);
    store.check();

    assertThat(store.statistics().items()).isEqualTo(1);
  }
}
