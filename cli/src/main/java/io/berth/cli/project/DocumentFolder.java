package io.berth.cli.project;

import io.berth.cli.CommandFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads the Markdown and text files below a folder. */
public final class DocumentFolder {
  private static final List<String> ENDINGS = List.of(".md", ".markdown", ".txt");

  private DocumentFolder() {}

  /** A document; the name is its path from the folder. */
  public record Document(String name, String content) {}

  /** All documents below it, in the order of their names; files that are not text are left out. */
  public static List<Document> read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure("There is no folder " + folder + ".");
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Document> documents = new ArrayList<>();
      for (Path file : files.filter(DocumentFolder::isDocument).sorted().toList()) {
        add(documents, folder.relativize(file).toString(), file);
      }
      return documents;
    } catch (IOException e) {
      throw new CommandFailure("Cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Adds one file if it holds text. */
  public static void add(List<Document> documents, String name, Path file) throws IOException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      if (!text.isBlank()) {
        documents.add(new Document(name, text));
      }
    } catch (CharacterCodingException notText) {
      return;
    }
  }

  private static boolean isDocument(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && ENDINGS.stream().anyMatch(name::endsWith);
  }
}
