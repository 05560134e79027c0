package io.berth.km.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must be found, and in which order, whichever database is below. */
public abstract class SearchContract {
  @TempDir Path folder;
  private KnowledgeStore store;

  /** Opens the store of a folder. */
  protected abstract KnowledgeStore open(Path folder);

  @BeforeEach
  void openStore() {
    store = open(folder);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private void keep(String title, String content) {
    keep("T-1", "general", title, content);
  }

  private void keep(String ticket, String type, String title, String content) {
    store.write(
        WriteOrder.by("tester"),
        w -> String.valueOf(w.save(new ItemDraft(ticket, type, title, content)).itemId()));
  }

  private List<String> titles(String question) {
    return store.query(Question.of(question)).stream().map(hit -> hit.item().title()).toList();
  }

  private void keepAManual() {
    keep("Restoring a backup", "Stop the server, then copy the archive into place and start it.");
    keep("Making a backup", "A nightly job writes an archive of the database to the disk.");
    keep("Ports", "The server listens on 5001. How do I change it? Edit the settings.");
    keep("Installation", "Unpack the archive. I do it with a shell. Then start the server.");
    keep("Café opening hours", "Open from nine. The naïve résumé of a day.");
    keep("Logging", "Log files rotate every night; old ones are compressed.");
  }

  @Test
  void answersAQuestionInWordsWithTheSectionWhoseHeadingFits() {
    keepAManual();

    assertThat(titles("How do I restore a backup?")).startsWith("Restoring a backup");
    assertThat(titles("What ports does the server use?")).startsWith("Ports");
    assertThat(titles("how are log files rotated")).startsWith("Logging");
  }

  @Test
  void prefersTheTitleOverTheContent() {
    keep("Something else", "drain is named here, in the content, and so is drain again");
    keep("Drain", "how a server empties itself");
    keep("Third", "nothing of the kind");

    assertThat(titles("drain")).containsExactly("Drain", "Something else");
  }

  @Test
  void prefersTheItemThatHasMoreOfTheWords() {
    keep("a", "lease renewal");
    keep("b", "lease renewal deadline generation");
    keep("c", "lease lease lease lease");
    keep("d", "something");
    keep("e", "else");

    assertThat(titles("lease renewal deadline").get(0)).isEqualTo("b");
  }

  @Test
  void findsOtherFormsOfAWordAndWordsWithoutTheirAccents() {
    keepAManual();

    assertThat(titles("rotating")).containsExactly("Logging");
    assertThat(titles("cafe")).containsExactly("Café opening hours");
    assertThat(titles("RÉSUMÉ")).containsExactly("Café opening hours");
  }

  @Test
  void findsAPhraseOnlyWhereTheWordsStandTogether() {
    keep("together", "the orphan timeout ends it");
    keep("apart", "an orphan ends after its timeout");

    assertThat(titles("\"orphan timeout\"")).containsExactly("together");
    assertThat(titles("\"orphan timeout\" ends")).containsExactly("together");
    assertThat(titles("orphan timeout")).hasSize(2);
  }

  @Test
  void looksForTheWordsOfAPhraseThatIsNowhere() {
    keep("apart", "an orphan ends after its timeout");

    assertThat(titles("\"timeout orphan\"")).containsExactly("apart");
  }

  @Test
  void findsWordsByTheirBeginning() {
    keep("one", "quarantine");
    keep("two", "quartz");
    keep("three", "quota");

    assertThat(titles("quar*")).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void findsSomethingInSpiteOfATypo() {
    keepAManual();

    assertThat(titles("bakcup")).contains("Making a backup", "Restoring a backup");
    assertThat(titles("instalation")).containsExactly("Installation");
    assertThat(titles("databse")).containsExactly("Making a backup");
    assertThat(titles("xompressed")).containsExactly("Logging");
  }

  @Test
  void findsNothingForWordsThatAreNowhere() {
    keepAManual();

    assertThat(titles("kubernetes zookeeper")).isEmpty();
    assertThat(titles("!!! ???")).isEmpty();
  }

  @Test
  void answersEvenAQuestionOfStopWordsOnly() {
    keep("Being", "to be or not to be");

    assertThat(titles("to be or not to be")).containsExactly("Being");
  }

  @Test
  void filtersByTicketAndType() {
    keep("T-1", "decision", "a", "lease");
    keep("T-1", "general", "b", "lease");
    keep("T-2", "decision", "c", "lease");

    assertThat(filtered(Optional.of("T-1"), Optional.empty())).containsExactlyInAnyOrder("a", "b");
    assertThat(filtered(Optional.empty(), Optional.of("decision")))
        .containsExactlyInAnyOrder("a", "c");
    assertThat(filtered(Optional.of("T-2"), Optional.of("general"))).isEmpty();
  }

  private List<String> filtered(Optional<String> ticket, Optional<String> type) {
    return store.query(new Question("lease", ticket, type, 10)).stream()
        .map(hit -> hit.item().title())
        .toList();
  }

  @Test
  void givesSimilaritiesFromZeroToOneBestFirst() {
    keepAManual();

    List<Hit> hits = store.query(Question.of("backup archive of the server"));

    assertThat(hits).hasSizeGreaterThan(2);
    assertThat(hits).extracting(Hit::similarity).allMatch(s -> s > 0 && s <= 1);
    assertThat(hits)
        .extracting(Hit::similarity)
        .isSortedAccordingTo((one, other) -> Double.compare(other, one));
  }

  @Test
  void givesAtMostAsManyAsAskedForAndNeverLongContent() {
    for (int i = 0; i < 60; i++) {
      keep("Item " + i, "lease " + i + " " + "word ".repeat(5_000));
    }

    List<Hit> hits = store.query(new Question("lease", Optional.empty(), Optional.empty(), 50));

    assertThat(hits).hasSize(50);
    assertThat(hits).allMatch(Hit::truncated);
    assertThat(hits).allMatch(hit -> hit.item().content().length() == Limits.HIT_CONTENT);
    assertThat(hits).allMatch(hit -> hit.snippet().length() <= Limits.SNIPPET);
    assertThat(hits).allMatch(hit -> hit.snippet().contains("lease"));
  }

  @Test
  void neverFailsWhateverTheQuestionIs() {
    keepAManual();
    Random random = new Random(20260301);
    String alphabet = "ab \"*'()^-+:{}[]NEAR AND OR NOT\\/%_;--é漢\uD83D\uDE00\u0301\t\n.,?!0backup";
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder("x");
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      text.append((char) (1 + random.nextInt(0xFFFE)));
      String question = text.substring(random.nextInt(2));
      if (question.isBlank()) {
        continue;
      }
      assertThatCode(() -> store.query(Question.of(question)))
          .as("question %s", question)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void seesAWriteAtOnceInSpiteOfWhatItRemembers() {
    keep("one", "lease");
    assertThat(titles("quota")).isEmpty();
    keep("two", "quota");
    assertThat(titles("quota")).containsExactly("two");
  }
}
