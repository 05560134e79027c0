package io.berth.km.paths;

import java.nio.file.Path;

/**
 * Answers where the file of a component belongs. Made once at start, called by request threads;
 * reads the project's conventions at the first question and never touches the file that it names.
 */
public final class FilePaths {
  private final Path folder;

  private FilePaths(Path folder) {
    this.folder = folder;
  }

  /** The conventions of the project whose data is in this folder; reads nothing yet. */
  public static FilePaths in(Path folder) {
    return new FilePaths(folder);
  }

  /**
   * The path for a component and a type of file; an unsafe name is a {@link
   * io.berth.km.store.KnowledgeException} of kind INVALID.
   *
   * @param fileType component, service, model, util, test or anything else; null for component
   */
  public String path(String componentName, String fileType) {
    throw new UnsupportedOperationException("conventions of " + folder + " are not read yet");
  }
}
