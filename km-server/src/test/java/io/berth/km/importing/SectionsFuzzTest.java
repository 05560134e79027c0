package io.berth.km.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.berth.km.store.Document;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.Limits;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Any text as a document: refused, or cut so that no section is too long and no word is lost. */
class SectionsFuzzTest {
  private static final Pattern MARKS = Pattern.compile("[\\[<{`*\\p{Cntrl}&&[^\\n]]");
  private static final Pattern BLANKS = Pattern.compile("[ \\r\\n]+");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-zA-Z0-9]+");

  @FuzzTest
  void noWordIsLostAndNoSectionIsTooLong(byte[] data) {
    String text = new String(data, UTF_8);
    List<Section> sections;
    try {
      sections = Sections.of(new Document("d.md", text));
    } catch (KnowledgeException refused) {
      return;
    }
    StringBuilder kept = new StringBuilder();
    for (Section section : sections) {
      assertThat(section.content()).isNotBlank();
      assertThat(section.content().length()).isLessThanOrEqualTo(Sections.LONGEST);
      assertThat(section.title().length()).isBetween(1, Limits.TITLE);
      section.heading().ifPresent(h -> assertThat(h.length()).isLessThanOrEqualTo(Limits.TITLE));
      kept.append(section.content()).append('\n').append(section.heading().orElse(""));
    }
    // why only without marks: the words of links' addresses and comments in headings may go
    if (MARKS.matcher(text).find()) {
      return;
    }
    Set<String> words = new HashSet<>(BETWEEN_WORDS.splitAsStream(kept).toList());
    // why only what has a blank or a line's end soon: else it is cut where there is no better place
    for (String piece : BLANKS.split(text)) {
      if (piece.length() < Limits.TITLE) {
        for (String word : BETWEEN_WORDS.split(piece)) {
          // why in two steps: looking for each word in all of the text would take most of the time
          if (!words.contains(word)) {
            assertThat(kept).contains(word);
          }
        }
      }
    }
  }

  @org.junit.jupiter.api.Test
  void aLongLineIsCutBetweenCharacters() {
    String text = "\uD83D\uDE00".repeat(Sections.LONGEST);
    for (Section section : Sections.of(new Document("d.md", "x" + text))) {
      assertThat(new String(section.content().getBytes(UTF_8), UTF_8)).isEqualTo(section.content());
    }
  }
}
