package io.berth.km.importing;

import io.berth.km.store.Document;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a Markdown or text document into sections at its headings; long ones are cut again between
 * paragraphs. A heading that only has headings below it lives on in their paths. Pure.
 */
public final class Sections {
  /** How long a section may be, in characters; a search result shows it whole. */
  public static final int LONGEST = 6_000;

  private static final String BETWEEN = " > ";

  private Sections() {}

  /** The sections in the document's order; none for a document without text. */
  public static List<Section> of(Document document) {
    List<Part> parts = HeadingScanner.scan(document.content());
    List<Section> sections = new ArrayList<>();
    Deque<Part> path = new ArrayDeque<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      while (!path.isEmpty() && path.getLast().level() >= part.level()) {
        path.removeLast();
      }
      if (part.level() > 0) {
        path.addLast(part);
      }
      boolean hasChildren = i + 1 < parts.size() && parts.get(i + 1).level() > part.level();
      add(sections, document, part, path, hasChildren);
    }
    return sections;
  }

  private static void add(
      List<Section> sections, Document document, Part part, Deque<Part> path, boolean hasChildren) {
    String title = cut(part.heading().isEmpty() ? document.name() : part.heading());
    Optional<String> heading = path.isEmpty() ? Optional.empty() : Optional.of(joined(path));
    List<String> contents = LongText.split(part.body(), LONGEST);
    if (contents.isEmpty() && !part.heading().isEmpty() && !hasChildren) {
      contents = LongText.split(part.heading(), LONGEST);
    }
    for (String content : contents) {
      sections.add(new Section(title, heading, content));
    }
    if (sections.size() > Limits.SECTIONS) {
      throw KnowledgeException.tooLarge(
          "document "
              + document.name()
              + " has more than "
              + Limits.SECTIONS
              + " sections: import it as several documents");
    }
  }

  private static String joined(Deque<Part> path) {
    StringBuilder all = new StringBuilder();
    for (Iterator<Part> parts = path.iterator(); parts.hasNext(); ) {
      all.append(parts.next().heading());
      if (parts.hasNext()) {
        all.append(BETWEEN);
      }
    }
    return cut(all.toString());
  }

  private static String cut(String text) {
    if (text.length() <= Limits.TITLE) {
      return text;
    }
    int end = Limits.TITLE;
    return text.substring(0, Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end);
  }
}
