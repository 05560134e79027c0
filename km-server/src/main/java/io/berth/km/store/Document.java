package io.berth.km.store;

/**
 * A Markdown or text document to be imported.
 *
 * @param name how it is known, often a relative path; a later document of the same name replaces it
 */
public record Document(String name, String content) {
  public Document {
    Check.line("documents.name", name, 1, Limits.PATH);
    Check.size("the content of document " + name, content, 0, Limits.DOCUMENT);
  }
}
