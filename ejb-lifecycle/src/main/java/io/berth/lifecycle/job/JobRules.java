package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.Skills;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.runtime.RuntimeRef;
import io.berth.lifecycle.task.TaskRules;
import java.util.List;

/** What an import or a plan must look like before it is accepted. Pure. */
final class JobRules {
  static final int MOST_DOCUMENTS = 10_000;
  static final int LONGEST_NAME = 255;
  static final int LONGEST_TEXT = 4_000_000;

  private static final int LONGEST_TITLE = 120;
  private static final int LONGEST_ORDER = TaskRules.LONGEST_TEXT / 2;
  private static final int MOST_AT_ONCE = 1_000;

  private JobRules() {}

  static boolean builtIn(Project project) {
    return RuntimeRef.nameIn(project.runtime()).equals(KmRuntime.BUILT_IN);
  }

  /** Only the built-in KM can do what is asked. */
  static void requireBuiltIn(Project project, String what) throws KmException {
    require(
        builtIn(project),
        "project "
            + project.id()
            + " runs "
            + project.runtime()
            + "; only the runtime "
            + KmRuntime.BUILT_IN
            + " can "
            + what);
  }

  static void check(Project project, List<Jobs.Document> documents) throws KmException {
    requireBuiltIn(project, "import documents");
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

  static void check(PlanOrder order) throws KmException {
    require(
        !order.title().isBlank()
            && order.title().length() <= LONGEST_TITLE
            && order.title().chars().noneMatch(c -> c < ' '),
        "a title has 1 to " + LONGEST_TITLE + " characters and no control characters");
    require(
        !order.description().isBlank() && order.description().length() <= LONGEST_ORDER,
        "a description has 1 to " + LONGEST_ORDER + " characters");
    require(order.description().indexOf('\0') < 0, "the description contains a NUL: not text");
    require(
        order.teamSize() >= 1 && order.teamSize() <= MOST_AT_ONCE,
        "a team has 1 to " + MOST_AT_ONCE + " agents");
    Skills.of("tech_stack", order.techStack());
  }

  private static void require(boolean holds, String rule) throws KmException {
    if (!holds) {
      throw new KmException(Problem.INVALID, rule);
    }
  }
}
