package io.berth.cli.demo;

import io.berth.cli.CommandFailure;
import io.berth.cli.project.DocumentFolder;
import io.berth.cli.project.DocumentFolder.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The two real collections of the demo: Berth's own documentation, and the JDK's licence texts. */
final class DemoDocuments {
  private DemoDocuments() {}

  /** The README and everything below docs/, named from the repository's root. */
  static List<Document> handbook(Path root) {
    Path docs = root.resolve("docs");
    if (!Files.isDirectory(docs)) {
      throw new CommandFailure(
          "The demo reads Berth's documentation, but there is no "
              + docs
              + "; run it from a clone of the repository.");
    }
    List<Document> documents = new ArrayList<>();
    try {
      DocumentFolder.add(documents, "README.md", root.resolve("README.md"));
    } catch (IOException e) {
      throw new CommandFailure("Cannot read " + root + "/README.md: " + e.getMessage(), e);
    }
    for (Document document : DocumentFolder.read(docs)) {
      documents.add(new Document("docs/" + document.name(), document.content()));
    }
    return documents;
  }

  /** Each text once, named by its file: a JDK has the same text in several modules. */
  static List<Document> licences(Path javaHome) {
    Path legal = legal(javaHome);
    Map<String, Document> byName = new LinkedHashMap<>();
    for (Document document : DocumentFolder.read(legal)) {
      String name = Path.of(document.name()).getFileName().toString();
      Document known = byName.get(name);
      if (known == null) {
        byName.put(name, new Document(name, document.content()));
      } else if (!known.content().equals(document.content())) {
        byName.put(document.name(), document);
      }
    }
    if (byName.isEmpty()) {
      throw new CommandFailure(
          "The demo reads the licence texts of a JDK, but there is none in "
              + legal
              + "; set JAVA_HOME to a complete JDK.");
    }
    return List.copyOf(byName.values());
  }

  /** Of the JDK that we run on, or of any other: some runtimes are delivered without. */
  private static Path legal(Path javaHome) {
    Path own = javaHome.resolve("legal");
    if (Files.isDirectory(own)) {
      return own;
    }
    try (Stream<Path> others = Files.list(Path.of("/usr/lib/jvm"))) {
      return others
          .map(jdk -> jdk.resolve("legal"))
          .filter(Files::isDirectory)
          .findFirst()
          .orElse(own);
    } catch (IOException none) {
      return own;
    }
  }
}
