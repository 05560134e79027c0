package io.berth.km.store.sqlite;

import static io.berth.km.store.sqlite.EncryptedStoreTest.KEY;
import static io.berth.km.store.sqlite.EncryptedStoreTest.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.km.store.DataKey;
import io.berth.km.store.ItemDraft;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeException.Kind;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Question;
import io.berth.km.store.WriteOrder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A database gets another key, with real processes that are killed on the way. */
@Tag("encrypting")
@Timeout(120)
class RecodingTest {
  private static final Optional<DataKey> NONE = Optional.empty();
  private static final int SIGKILLED = 128 + 9;

  @TempDir Path folder;
  @TempDir Path nativeLibrary;
  @TempDir Path odd;

  private static void fill(Path folder, Optional<DataKey> key) {
    try (KnowledgeStore store = EncryptedStoreTest.open(folder, key)) {
      for (int i = 0; i < 50; i++) {
        String text = "the quokka sleeps, number " + i;
        store.write(
            WriteOrder.by("ann"), w -> "" + w.save(ItemDraft.of("T", null, "a", text)).itemId());
      }
    }
  }

  private static void requireAll(Path folder, Optional<DataKey> key) {
    try (KnowledgeStore store = EncryptedStoreTest.open(folder, key)) {
      assertThat(store.statistics().items()).isEqualTo(50);
      assertThat(store.query(Question.of("quokka sleeps"))).isNotEmpty();
      assertThat(((SqliteKnowledgeStore) store).pragma("journal_mode"))
          .containsExactly("wal", "wal");
      store.write(WriteOrder.by("ann"), w -> "" + w.delete(99_999));
    }
  }

  private static boolean opens(Path folder, Optional<DataKey> key) {
    try {
      EncryptedStoreTest.open(folder, key).close();
      return true;
    } catch (KnowledgeException e) {
      return false;
    }
  }

  private static void recode(Path folder, Optional<DataKey> from, Optional<DataKey> to)
      throws Recoding.Failed {
    Recoding.run(folder, from, to, step -> {});
  }

  private static String text(Optional<DataKey> key) {
    return key.map(present -> present.raw().substring("raw:".length())).orElse("-");
  }

  @Test
  void aPlainDatabaseIsEncryptedThenGetsAnotherKeyThenNone() throws Exception {
    fill(folder, NONE);
    assertThat(EncryptedStoreTest.filesWith(folder, "quokka")).containsExactly("km.db");

    recode(folder, NONE, KEY);
    assertThat(EncryptedStoreTest.filesWith(folder, "quokka")).isEmpty();
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("km.db"))))
        .isEqualTo("rw-------");
    requireAll(folder, KEY);
    assertThat(opens(folder, NONE)).isFalse();

    recode(folder, KEY, OTHER);
    requireAll(folder, OTHER);
    assertThat(opens(folder, KEY)).isFalse();

    recode(folder, OTHER, NONE);
    requireAll(folder, NONE);
    assertThat(EncryptedStoreTest.filesWith(folder, "SQLite format 3")).containsExactly("km.db");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("km.db", "km.lock");
    }
  }

  static Stream<Arguments> changes() {
    return Stream.of(Arguments.of(NONE, KEY), Arguments.of(KEY, OTHER), Arguments.of(OTHER, NONE));
  }

  /** Killed as a process is, so that what it saved last is only in the log of writes. */
  private void saveAndKill(Path data, Optional<DataKey> key) throws Exception {
    Process child =
        start(SaveAndWait.class, List.of(data.toString(), "quokka in the log", text(key)));
    try (BufferedReader out = child.inputReader()) {
      assertThat(out.readLine()).isEqualTo("51");
      kill(child);
    }
    assertThat(Files.size(data.resolve("km.db-wal"))).isPositive();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void whatIsOnlyInTheLogOfWritesComesAlong(Optional<DataKey> from, Optional<DataKey> to)
      throws Exception {
    fill(folder, from);
    saveAndKill(folder, from);

    recode(folder, from, to);

    try (KnowledgeStore store = EncryptedStoreTest.open(folder, to)) {
      assertThat(store.statistics().items()).isEqualTo(51);
      assertThat(store.query(Question.of("\"quokka in the log\""))).hasSize(1);
    }
    assertThat(EncryptedStoreTest.filesWith(folder, "quokka").isEmpty()).isEqualTo(to.isPresent());
  }

  @Test
  void aWrongKeyLeavesTheLogOfWritesAsItIs() throws Exception {
    fill(folder, KEY);
    saveAndKill(folder, KEY);
    byte[] file = Files.readAllBytes(folder.resolve("km.db"));
    byte[] log = Files.readAllBytes(folder.resolve("km.db-wal"));
    Optional<DataKey> third = Optional.of(DataKey.of("3d".repeat(32)));

    assertThat(opens(folder, OTHER)).isFalse();
    assertThat(opens(folder, NONE)).isFalse();
    assertThatThrownBy(() -> recode(folder, OTHER, third)).isInstanceOf(Recoding.Failed.class);

    assertThat(Arrays.equals(Files.readAllBytes(folder.resolve("km.db")), file)).isTrue();
    assertThat(Arrays.equals(Files.readAllBytes(folder.resolve("km.db-wal")), log)).isTrue();
    try (KnowledgeStore store = EncryptedStoreTest.open(folder, KEY)) {
      assertThat(store.statistics().items()).isEqualTo(51);
    }
  }

  @Test
  void aWrongKeyChangesNothing() throws IOException {
    fill(folder, KEY);
    byte[] before = Files.readAllBytes(folder.resolve("km.db"));
    Optional<DataKey> third = Optional.of(DataKey.of("3d".repeat(32)));

    assertThatThrownBy(() -> recode(folder, OTHER, third))
        .isInstanceOfSatisfying(
            Recoding.Failed.class, e -> assertThat(e.asBefore()).as("known").isFalse())
        .hasMessageContaining("does not open with the key that came for it");

    assertThat(Arrays.equals(Files.readAllBytes(folder.resolve("km.db")), before)).isTrue();
    requireAll(folder, KEY);
  }

  @Test
  void whatCannotBeCopiedIsKnownToBeAsBefore() throws Exception {
    fill(folder, KEY);
    assertThatThrownBy(() -> Recoding.run(folder, KEY, OTHER, this::standInTheWay))
        .isInstanceOfSatisfying(
            Recoding.Failed.class, e -> assertThat(e.asBefore()).as("known").isTrue())
        .hasMessageContaining("km.db.recoding");
    requireAll(folder, KEY);
    recode(folder, KEY, OTHER);
    requireAll(folder, OTHER);
  }

  @Test
  void whatFailsLeavesNoCopyBehindThatFillsTheDiskOrIsInClear() throws Exception {
    fill(folder, KEY);
    assertThatThrownBy(
            () ->
                Recoding.run(
                    folder,
                    KEY,
                    NONE,
                    step -> {
                      if (step == Recoding.Step.CHECKED) {
                        throw new KnowledgeException(Kind.UNAVAILABLE, "the disk fails here");
                      }
                    }))
        .isInstanceOfSatisfying(
            Recoding.Failed.class, e -> assertThat(e.asBefore()).as("known").isTrue());
    assertThat(EncryptedStoreTest.filesWith(folder, "quokka")).isEmpty();
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("km.db", "km.lock");
    }
    requireAll(folder, KEY);
  }

  private void standInTheWay(Recoding.Step step) {
    if (step == Recoding.Step.CLEARED) {
      try {
        Files.writeString(folder.resolve("km.db.recoding"), "in the way");
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Test
  void doneTwiceIsDoneOnceAndAnEmptyFolderNeedsNothing() throws Exception {
    recode(folder, NONE, KEY);
    fill(folder, KEY);
    recode(folder, NONE, KEY);
    recode(folder, OTHER, KEY);
    requireAll(folder, KEY);
  }

  @Test
  void aFolderInUseIsLeftAlone() throws Exception {
    fill(folder, NONE);
    try (KnowledgeStore store = EncryptedStoreTest.open(folder, NONE)) {
      assertThatThrownBy(() -> recode(folder, NONE, KEY))
          .isInstanceOfSatisfying(
              Recoding.Failed.class, e -> assertThat(e.asBefore()).as("known").isFalse())
          .hasMessageContaining("is in use by this process");
      assertThat(store.statistics().items()).isEqualTo(50);
    }
    requireAll(folder, NONE);
  }

  @Test
  void aNameWithSignsThatAddressesGiveMeaningIsANameLikeOthers() throws Exception {
    Path named = Files.createDirectory(odd.resolve("it's 100% a#b c"));
    fill(named, NONE);
    recode(named, NONE, KEY);
    requireAll(named, KEY);
    recode(named, KEY, NONE);
    requireAll(named, NONE);
  }

  @ParameterizedTest
  @EnumSource(Recoding.Step.class)
  void killedAfterAnyStepItOpensWithOneOfBothKeysAndCanBeFinished(Recoding.Step step)
      throws Exception {
    for (List<Optional<DataKey>> change :
        List.of(List.of(NONE, KEY), List.of(KEY, OTHER), List.of(OTHER, NONE))) {
      Optional<DataKey> from = change.get(0);
      Optional<DataKey> to = change.get(1);
      Path data = Files.createDirectory(folder.resolve(text(to)));
      fill(data, from);
      killAfter(step, data, from, to);

      boolean old = opens(data, from);
      boolean fresh = opens(data, to);
      assertThat(old ^ fresh).as("opens with exactly one key after " + step).isTrue();
      assertThat(fresh).isEqualTo(step.compareTo(Recoding.Step.RENAMED) >= 0);
      requireAll(data, old ? from : to);

      recode(data, from, to);
      requireAll(data, to);
      assertThat(EncryptedStoreTest.filesWith(data, "quokka"))
          .isEqualTo(to.isPresent() ? List.of() : List.of("km.db"));
    }
  }

  private void killAfter(
      Recoding.Step step, Path data, Optional<DataKey> from, Optional<DataKey> to)
      throws Exception {
    Process child =
        start(RecodeAndWait.class, List.of(data.toString(), text(from), text(to), step.name()));
    try (BufferedReader out = child.inputReader()) {
      assertThat(out.readLine()).isEqualTo(step.name());
      kill(child);
    }
  }

  private Process start(Class<?> main, List<String> arguments) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                // why: a killed process cannot delete the library that the driver unpacks
                "-Dorg.sqlite.tmpdir=" + nativeLibrary,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    words.addAll(arguments);
    return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void kill(Process child) throws InterruptedException {
    child.destroyForcibly();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(SIGKILLED);
  }
}
