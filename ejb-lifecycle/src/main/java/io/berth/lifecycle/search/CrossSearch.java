package io.berth.lifecycle.search;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import java.util.List;

/**
 * Asks several projects one question. Who may ask which project is decided before, by the caller of
 * this. Blocks until all have answered.
 */
@FunctionalInterface
public interface CrossSearch {
  /**
   * Something that a project knows.
   *
   * @param similarity 0 to 1, larger is better
   */
  record Hit(
      ProjectId project,
      long itemId,
      String ticketId,
      String type,
      String title,
      String snippet,
      double similarity) {}

  /**
   * The best of all, best first.
   *
   * @param subject in whose name each project is asked
   * @throws KmException NO_SUCH_PROJECT, CONFLICT for a project that has a process of its own, or
   *     what kept one of them from answering: then there is no answer at all
   */
  List<Hit> ask(List<ProjectId> projects, String question, int limit, String subject)
      throws KmException;
}
