package io.berth.km.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.km.store.Document;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.Limits;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SectionsTest {
  private static List<Section> of(String content) {
    return Sections.of(new Document("guide.md", content));
  }

  private static List<String> headings(String content) {
    return of(content).stream().map(section -> section.heading().orElse("-")).toList();
  }

  @Test
  void cutsAtHeadingsAndKeepsTheirPaths() {
    assertThat(
            of("# Guide\nIntro.\n\n## Backup\nTape.\n\n### Where\nCellar.\n\n## Restore\nRead.\n"))
        .containsExactly(
            section("Guide", "Guide", "Intro."),
            section("Backup", "Guide > Backup", "Tape."),
            section("Where", "Guide > Backup > Where", "Cellar."),
            section("Restore", "Guide > Restore", "Read."));
  }

  private static Section section(String title, String path, String content) {
    return new Section(title, Optional.of(path), content);
  }

  @Test
  void documentsThatAreMadeToTakeLongDoNot() {
    // why no time is asserted: time grew with the square of the length, as in the first three 3 s
    // for 10,000 characters and over 20 s for 40,000 did, and blank lines took the stack
    int much = 1_000_000;
    of("# " + "[".repeat(much));
    of("# a" + " ".repeat(much) + "x");
    of("# " + "{#".repeat(much / 2));
    of("x".repeat(much));
    of("# a\n" + "\n".repeat(much) + "x");
    of("\n".repeat(5_990) + "x\n" + "y ".repeat(4_000));
    assertThat(of("a\nb\n---\n".repeat(100_000))).isNotEmpty();
  }

  @Test
  void aHeadingWithoutWordsTakesNothingAway() {
    assertThat(headings("# a b ##\n## \n###")).containsExactly("a b");
    assertThat(of("# One\n##\ntext\n")).extracting(Section::content).containsExactly("##\ntext");
  }

  @Test
  void aHeadingThatIsAllThereIsIsCutLikeText() {
    assertThat(of("# " + "word ".repeat(190)))
        .allSatisfy(section -> assertThat(section.content()).hasSizeLessThan(Sections.LONGEST));
  }

  @Test
  void namesTextBeforeTheFirstHeadingAfterTheDocument() {
    assertThat(of("Preface.\n\n# One\nText.\n"))
        .containsExactly(
            new Section("guide.md", Optional.empty(), "Preface."), section("One", "One", "Text."));
  }

  @Test
  void doesNotTakeFencedCodeForHeadings() {
    String code = "```sh\n# a comment\n~~~\n# another\n```\n";
    assertThat(of("# One\n" + code + "after\n"))
        .containsExactly(section("One", "One", (code + "after")));
    assertThat(headings("# One\n~~~~\n# no\n~~~\n# no\n~~~~\n# Two\nx\n"))
        .containsExactly("One", "Two");
    assertThat(headings("# One\n- item\n\n      ```\n# no\n      ```\n# Two\nx\n"))
        .containsExactly("One", "Two");
  }

  @Test
  void takesThreeBackTicksWithinALineForNoFence() {
    assertThat(headings("# One\n```inline``` code\n# Two\nx\n")).containsExactly("One", "Two");
  }

  @Test
  void readsAFenceThatIsNeverClosedToTheEnd() {
    assertThat(headings("# One\n```\n# no\n")).containsExactly("One");
  }

  @Test
  void knowsUnderlinedHeadings() {
    assertThat(of("Guide\n=====\nIntro.\n\nBackup\n------\nTape.\n"))
        .containsExactly(
            section("Guide", "Guide", "Intro."), section("Backup", "Guide > Backup", "Tape."));
  }

  @Test
  void takesRulesListsAndTablesForNoHeadings() {
    assertThat(headings("# One\ntext\n\n---\n\nmore\n")).containsExactly("One");
    assertThat(headings("# One\n- item\n---\nmore\n")).containsExactly("One");
    assertThat(headings("# One\na | b\n--|--\n1 | 2\n")).containsExactly("One");
    assertThat(headings("# One\nfirst line\nsecond line\n---\nmore\n")).containsExactly("One");
  }

  @Test
  void takesFrontMatterForText() {
    assertThat(of("---\ntitle: Guide\n---\n# One\nText.\n"))
        .containsExactly(
            new Section("guide.md", Optional.empty(), "---\ntitle: Guide\n---"),
            section("One", "One", "Text."));
  }

  @Test
  void doesNotLookForHeadingsInComments() {
    assertThat(headings("# One\n<!--\n# no\n-->\n<!-- # no -->\n# Two\nx\n"))
        .containsExactly("One", "Two");
  }

  @Test
  void knowsWhatIsAndWhatIsNotAMarkedHeading() {
    assertThat(headings("#hash\n\n   ## Three blanks ##\nx\n\n    # code\n\n####### seven\n"))
        .containsExactly("-", "Three blanks");
    assertThat(headings("# C#\nx\n")).containsExactly("C#");
  }

  @Test
  void keepsTheWordsOfAHeadingWithoutItsMarks() {
    assertThat(headings("## The `save` *tool* of [Berth](https://example.org) {#save}\nx\n"))
        .containsExactly("The save tool of Berth");
  }

  @Test
  void dropsAHeadingThatOnlyHasHeadingsBelowAndKeepsAnEmptyLeaf() {
    assertThat(of("# Guide\n## Empty\n## Full\nx\n"))
        .containsExactly(
            section("Empty", "Guide > Empty", "Empty"), section("Full", "Guide > Full", "x"));
  }

  @Test
  void readsLineEndsOfEverySystemAndAByteOrderMark() {
    assertThat(of("\uFEFF# One\r\ntext\r\n# Two\rmore"))
        .containsExactly(section("One", "One", "text"), section("Two", "Two", "more"));
  }

  @Test
  void cutsALongSectionBetweenParagraphs() {
    String paragraph = "word ".repeat(400).strip();
    List<Section> parts = of("# One\n" + (paragraph + "\n\n").repeat(10));

    assertThat(parts).hasSizeGreaterThan(3).allMatch(p -> p.content().length() <= Sections.LONGEST);
    assertThat(parts).allMatch(part -> part.heading().equals(Optional.of("One")));
    assertThat(parts).allMatch(part -> part.content().startsWith("word"));
    assertThat(String.join("\n\n", parts.stream().map(Section::content).toList()))
        .isEqualTo((paragraph + "\n\n").repeat(10).strip());
  }

  @Test
  void cutsATextWithoutAnyPlaceToCutAndNeverWithinACharacter() {
    List<Section> parts = of("x" + "\uD83D\uDE00".repeat(10_000));

    assertThat(parts).allMatch(part -> part.content().length() <= Sections.LONGEST);
    assertThat(String.join("", parts.stream().map(Section::content).toList()))
        .isEqualTo("x" + "\uD83D\uDE00".repeat(10_000));
    assertThat(parts).allMatch(part -> !Character.isLowSurrogate(part.content().charAt(0)));
  }

  @Test
  void splitsTextWithoutHeadingsByParagraphs() {
    String paragraph = "Plain text, nothing else. ".repeat(80).strip();
    List<Section> parts = Sections.of(new Document("notes.txt", (paragraph + "\n\n").repeat(8)));

    assertThat(parts).hasSizeGreaterThan(2).allMatch(part -> part.title().equals("notes.txt"));
    assertThat(parts).allMatch(part -> part.heading().isEmpty());
  }

  @Test
  void findsNothingInADocumentWithoutText() {
    assertThat(of("")).isEmpty();
    assertThat(of(" \n\t\n")).isEmpty();
  }

  @Test
  void refusesADocumentOfTooManySections() {
    String many = "# h\nx\n".repeat(Limits.SECTIONS + 1);
    assertThatThrownBy(() -> of(many))
        .isInstanceOf(KnowledgeException.class)
        .hasMessageContaining("document guide.md has more than 10000 sections");
  }

  @Test
  void losesNoWordWhateverTheTextLooksLike() {
    Random random = new Random(7);
    String[] lines = {
      "# a", "text w", "```", "---", "===", "", "- i", "    c", "~~~", "<!--", "-->", "## b"
    };
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      int words = 0;
      for (int n = random.nextInt(25); n >= 0; n--) {
        String line = lines[random.nextInt(lines.length)];
        text.append(line.replace("w", "w" + words)).append('\n');
        words += line.contains("w") ? 1 : 0;
      }
      String all = of(text.toString()).toString();
      for (int word = 0; word < words; word++) {
        assertThat(all).as(text.toString()).contains("w" + word);
      }
    }
  }
}
