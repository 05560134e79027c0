package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.analysis.Analysis;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.plan.Placing;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.project.Project;
import java.util.List;
import java.util.Optional;

/** Long work that no request waits for. What is accepted is durable and survives a restart. */
public interface Jobs {
  /** A document to import; the name is a relative path, for the reader's orientation only. */
  record Document(String name, String text) {}

  /**
   * What is to be planned.
   *
   * @param kind CREATE_PROJECT or ADD_FEATURE
   * @param request the caller's number of it: the same again is the same job
   */
  record PlanWanted(
      JobKind kind,
      ProjectId project,
      PlanOrder order,
      Placing placing,
      Optional<String> request) {}

  /** Which jobs of a list are wanted; empty means all. */
  record Wanted(
      Optional<List<ProjectId>> projects,
      Optional<String> kind,
      Optional<Job.State> state,
      int limit) {}

  /**
   * Queues an import into the project's KM; the project is started for it. Importing a document of
   * the same name again replaces what it brought before.
   *
   * @throws KmException NO_SUCH_PROJECT, INVALID (no document, a name or a text that is too long)
   */
  Job importDocuments(ProjectId project, List<Document> documents, String actor) throws KmException;

  /**
   * Queues a plan: an adviser draws it, then its tasks are on the board, all or none.
   *
   * @throws KmException NO_SUCH_PROJECT, INVALID, CONFLICT if the request's number was used for
   *     something else
   */
  Job plan(PlanWanted wanted, String actor) throws KmException;

  /**
   * Queues the plan of a project that is new. The same project again is the same job.
   *
   * @return empty for a project that is older than jobs are kept
   * @throws KmException INVALID, CONFLICT if it was planned by another order
   */
  Optional<Job> planNew(Project project, PlanOrder order, String actor) throws KmException;

  /**
   * Makes sure that an order keeps the rules, before anything is done for it.
   *
   * @throws KmException INVALID
   */
  void check(PlanOrder order) throws KmException;

  /**
   * Queues an analysis of a project, or finds the one that is under way.
   *
   * @throws KmException NO_SUCH_PROJECT
   */
  Job analyse(ProjectId project, String actor) throws KmException;

  /** What the last analysis of a project found. */
  Optional<Analysis> lastAnalysis(ProjectId project) throws KmException;

  /**
   * Queues that the search indexes of a project's KM are made anew, or finds the job that does it.
   *
   * @throws KmException NO_SUCH_PROJECT, INVALID if its KM is not the built-in one
   */
  Job reindex(ProjectId project, String actor) throws KmException;

  /** Whether plans are drawn by somebody outside, so that nobody should wait for them. */
  boolean asksModel();

  /** Queues a question about a blocker; empty where there is no model that could be asked. */
  Optional<Job> adviseOnBlocker(Report report) throws KmException;

  /** The job now. */
  Optional<Job> find(String id) throws KmException;

  /** Jobs, the newest first; those that ended are kept for a week. */
  List<Job> list(Wanted wanted) throws KmException;

  /**
   * Calls a job off. What an import brought already stays.
   *
   * @throws KmException NO_SUCH_JOB, CONFLICT if it ended or makes its tasks just now
   */
  Job cancel(String id, String actor) throws KmException;

  /**
   * Queues a job again that failed or was called off. It begins at once, or, as its message says
   * then, as soon as the step is over in which it was called off.
   *
   * @throws KmException NO_SUCH_JOB, CONFLICT if it did not, or its input is not kept
   */
  Job retry(String id, String actor) throws KmException;
}
