package io.berth.km.paths;

import io.berth.km.store.KnowledgeException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Answers where the file of a component belongs. Made once at start, called by request threads;
 * reads the project's conventions anew when their file changed, and never touches the file that it
 * names.
 */
public final class FilePaths {
  private static final String COMPONENT = "component";
  private static final int LONGEST_NAME = 100;

  private final Conventions conventions;

  private FilePaths(Path folder) {
    this.conventions = new Conventions(folder);
  }

  /** The conventions of the project whose data is in this folder; reads nothing yet. */
  public static FilePaths in(Path folder) {
    return new FilePaths(folder);
  }

  /**
   * The path for a component and a type of file; an unsafe name is a {@link KnowledgeException} of
   * kind INVALID.
   *
   * @param fileType component, service, model, util, test or anything else; null for component
   */
  public String path(String componentName, String fileType) {
    String name = checked(componentName);
    String type = fileType == null ? COMPONENT : fileType;
    String lower = name.toLowerCase(Locale.ROOT);
    String folder =
        conventions
            .pattern()
            .fill(Map.of("domain", domain(lower), COMPONENT, lower, "layer", layer(type)));
    return folder + "/" + fileName(name, lower, type);
  }

  private static String checked(String name) {
    if (name == null || name.isBlank()) {
      throw KnowledgeException.invalid("component_name is missing or blank");
    }
    if (name.length() > LONGEST_NAME) {
      throw KnowledgeException.tooLarge(
          "component_name has " + name.length() + " characters; at most " + LONGEST_NAME);
    }
    if (name.contains("..") || name.startsWith(".") || name.startsWith("-")) {
      throw KnowledgeException.invalid(
          "component_name must not begin with '.' or '-' and must not contain '..'");
    }
    for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
      int point = name.codePointAt(i);
      if (!Character.isLetterOrDigit(point) && "._- ".indexOf(point) < 0) {
        throw KnowledgeException.invalid(
            String.format(
                "component_name contains U+%04X at position %d; letters, digits, '.', '_', '-' and"
                    + " blanks are allowed",
                point, i));
      }
    }
    return name.strip();
  }

  private static String domain(String lower) {
    if (lower.contains("auth") || lower.contains("login")) {
      return "auth";
    }
    if (lower.contains("user") || lower.contains("profile")) {
      return "users";
    }
    return lower.contains("admin") ? "admin" : "core";
  }

  private static String layer(String type) {
    return switch (type) {
      case COMPONENT -> "components";
      case "service" -> "services";
      case "model" -> "models";
      case "util" -> "utils";
      default -> "lib";
    };
  }

  private static String fileName(String name, String lower, String type) {
    return switch (type) {
      case COMPONENT -> name + ".tsx";
      case "service" -> lower + ".service.ts";
      case "test" -> lower + ".test.ts";
      default -> lower + ".ts";
    };
  }
}
