package io.berth.km.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.km.search.Term.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pure parts of search, each by itself. */
class SearchUnitsTest {
  private static Term word(String text) {
    return new Term(Kind.WORD, text);
  }

  private static Sought sought(String text, long documents) {
    return new Sought(word(text), documents, List.of());
  }

  @Test
  void readsWordsPhrasesAndBeginnings() {
    assertThat(QuestionParser.parse("Where is \"Idle  Timeout\" of quar* set?"))
        .containsExactly(
            new Term(Kind.PHRASE, "idle timeout"), new Term(Kind.PREFIX, "quar"), word("set"));
  }

  @Test
  void readsAnUnclosedQuoteAsAWordSeparator() {
    assertThat(QuestionParser.parse("lease \"drain now"))
        .containsExactly(word("lease"), word("drain"), word("now"));
  }

  @Test
  void dropsStopWordsUnlessNothingElseIsAsked() {
    assertThat(QuestionParser.parse("How do I restore a backup?"))
        .containsExactly(word("restore"), word("backup"));
    assertThat(QuestionParser.parse("who are you"))
        .containsExactly(word("who"), word("are"), word("you"));
    assertThat(QuestionParser.parse("-- ()")).isEmpty();
  }

  @Test
  void readsNoMoreThanSoManyTermsEachOnce() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      text.append("term").append(i % 100).append(' ');
    }
    assertThat(QuestionParser.parse(text.toString())).hasSize(64).doesNotHaveDuplicates();
  }

  @Test
  void writesExpressionsThatAreOnlyQuotedText() {
    Sought phrase = new Sought(new Term(Kind.PHRASE, "idle timeout"), 2, List.of());
    Sought prefix = new Sought(new Term(Kind.PREFIX, "quar"), 1, List.of());

    assertThat(MatchExpression.of(List.of(phrase, prefix, sought("gone", 0)), 100, 5))
        .isEqualTo("\"idle timeout\" AND (\"idle timeout\" OR \"quar\"*)");
    assertThat(MatchExpression.of(List.of(sought("gone", 0)), 100, 5)).isEmpty();
    assertThat(
            MatchExpression.of(
                List.of(new Sought(word("bakcup"), 0, List.of(word("backup")))), 9, 5))
        .isEqualTo("\"backup\"");
  }

  @Test
  void leavesFrequentWordsOutWhereTheRestFindsEnough() {
    List<Sought> both = List.of(sought("often", 60), sought("seldom", 5));

    assertThat(MatchExpression.of(both, 100, 5)).isEqualTo("\"seldom\"");
    assertThat(MatchExpression.of(both, 100, 6)).isEqualTo("\"often\" OR \"seldom\"");
    assertThat(MatchExpression.of(List.of(sought("often", 60)), 100, 5)).isEqualTo("\"often\"");
    assertThat(MatchExpression.of(List.of(sought("a", 900), sought("b", 2)), 1_500, 50))
        .isEqualTo("\"b\"");
  }

  @Test
  void findsWhatAMisspeltWordMeant() {
    assertThat(near("bakcup", "backup", "bishop", "cup")).containsExactly("backup");
    assertThat(near("databse", "day", "databas", "data")).containsExactly("databas");
    assertThat(near("quarentine", "quarantin", "quartz")).containsExactly("quarantin");
    assertThat(near("deploymnet", "deploy", "depot")).containsExactly("deploy");
    assertThat(near("cat", "car", "cut")).isEmpty();
    assertThat(near("port5001", "port5002")).isEmpty();
  }

  private static List<String> near(String asked, String... words) {
    NearWords near = new NearWords(asked);
    if (near.possible()) {
      for (String word : words) {
        near.consider(word, 1);
      }
    }
    return near.nearest();
  }

  @Test
  void givesASimilarityBetweenZeroAndOneThatGrowsWithTheScore() {
    double attainable = Relevance.attainable(List.of(sought("a", 1), sought("b", 3)), 100);

    assertThat(Relevance.similarity(0, attainable)).isZero();
    assertThat(Relevance.similarity(-attainable, attainable)).isEqualTo(1);
    assertThat(Relevance.similarity(-99 * attainable, attainable)).isEqualTo(1);
    assertThat(Relevance.similarity(-2, attainable))
        .isGreaterThan(Relevance.similarity(-1, attainable));
    assertThat(Relevance.similarity(-1, Relevance.attainable(List.of(sought("a", 9)), 9)))
        .isEqualTo(1);
    assertThat(Relevance.similarity(-1, 0)).isZero();
  }

  @Test
  void showsThePlaceWithMostOfTheWords() {
    String text =
        "lease ".repeat(3)
            + "filler ".repeat(200)
            + "the drain of a lease ends "
            + "filler ".repeat(200);

    String snippet = Snippets.of(text, List.of(sought("lease", 1), sought("drain", 1)));

    assertThat(snippet).contains("drain of a lease").startsWith("… ").endsWith(" …");
    assertThat(snippet.length()).isLessThanOrEqualTo(250);
  }

  @Test
  void showsAShortTextWhole() {
    assertThat(Snippets.of("one\n\ttwo", List.of(sought("two", 1)))).isEqualTo("one two");
  }

  @Test
  void cutsWordsAsTheIndexDoes() {
    assertThat(Words.of("Größe, CAFÉ-naïve_x 5001!"))
        .extracting(Words.Word::folded)
        .containsExactly("große", "cafe", "naive", "x", "5001");
  }
}
