package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.runtime.RuntimeRef;
import java.util.List;

/** What an import must look like before it is accepted. Pure. */
final class JobRules {
  static final int MOST_DOCUMENTS = 10_000;
  static final int LONGEST_NAME = 255;
  static final int LONGEST_TEXT = 4_000_000;

  private JobRules() {}

  static void check(Project project, List<Jobs.Document> documents) throws KmException {
    require(
        RuntimeRef.nameIn(project.runtime()).equals(KmRuntime.BUILT_IN),
        "project "
            + project.id()
            + " runs "
            + project.runtime()
            + "; only the runtime "
            + KmRuntime.BUILT_IN
            + " can import documents");
    require(
        !documents.isEmpty() && documents.size() <= MOST_DOCUMENTS,
        "an import has 1 to " + MOST_DOCUMENTS + " documents");
    for (Jobs.Document document : documents) {
      String name = document.name();
      require(
          name != null
              && !name.isBlank()
              && name.length() <= LONGEST_NAME
              && name.chars().noneMatch(c -> c < ' '),
          "a document's name has 1 to " + LONGEST_NAME + " characters and no control characters");
      require(
          document.text() != null && document.text().length() <= LONGEST_TEXT,
          "document " + name + " is longer than " + LONGEST_TEXT + " characters");
      // why: PostgreSQL's text cannot hold it
      require(document.text().indexOf('\0') < 0, "document " + name + " contains a NUL: not text");
    }
  }

  private static void require(boolean holds, String rule) throws KmException {
    if (!holds) {
      throw new KmException(Problem.INVALID, rule);
    }
  }
}
