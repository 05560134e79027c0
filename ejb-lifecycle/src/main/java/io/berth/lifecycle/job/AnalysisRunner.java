package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.analysis.Analysis;
import io.berth.lifecycle.analysis.AnalysisRows;
import io.berth.lifecycle.analysis.Assessment;
import io.berth.lifecycle.analysis.BoardFacts;
import io.berth.lifecycle.analysis.BoardLook;
import io.berth.lifecycle.analysis.KnowledgeFacts;
import io.berth.lifecycle.project.StoredProjects;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks a project through: its board, then what its KM knows and whether that is in order, then
 * whether the KM knows anything of the open tasks. Reads only, so whoever takes it up begins anew.
 * Result and end of the job are one transaction. Called on a thread of the scheduler.
 */
final class AnalysisRunner implements JobWork.Runner {
  static final int STEPS = 3;
  private static final int TOLD_EVERY = 10;

  private final JobEnds ends;
  private final StoredProjects projects;
  private final BoardLook board;
  private final KmLook km;
  private final InstantSource clock;

  AnalysisRunner(
      JobEnds ends, StoredProjects projects, BoardLook board, KmLook km, InstantSource clock) {
    this.ends = ends;
    this.projects = projects;
    this.board = board;
    this.km = km;
    this.clock = clock;
  }

  @Override
  public void run(Job job) throws KmException {
    if (!ends.goesOn(job, 0, "the board is looked through")) {
      return;
    }
    ProjectId project = job.project();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    BoardFacts facts = board.facts(project, now);
    Optional<KnowledgeFacts> knowledge = Optional.empty();
    if (JobRules.builtIn(projects.require(project))) {
      if (!ends.goesOn(job, 1, "the knowledge is looked through")) {
        return;
      }
      KnowledgeFacts known = km.facts(project);
      knowledge = ask(job, known);
      if (knowledge.isEmpty()) {
        return;
      }
    }
    Map<String, Object> result = Assessment.values(project.value(), facts, knowledge);
    Analysis analysis = new Analysis(project, job.id(), job.actor(), now, result);
    ends.done(
        job,
        "risk "
            + result.get("riskLevel")
            + ", "
            + ((List<?>) result.get("risks")).size()
            + " risks",
        result,
        t -> AnalysisRows.keep(t, analysis));
  }

  /** What it knows of the open tasks; empty if the job was called off. */
  private Optional<KnowledgeFacts> ask(Job job, KnowledgeFacts known) throws KmException {
    List<BoardLook.Open> open = known.items() == 0 ? List.of() : board.open(job.project());
    List<String> unknown = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      if (i % TOLD_EVERY == 0
          && !ends.goesOn(job, 2, i + " of " + open.size() + " open tasks were asked about")) {
        return Optional.empty();
      }
      if (!km.knows(job.project(), open.get(i))) {
        unknown.add(open.get(i).id());
      }
    }
    return Optional.of(
        new KnowledgeFacts(
            known.items(),
            known.documents(),
            known.tickets(),
            known.fileSummaries(),
            known.apis(),
            known.bytes(),
            known.indexes(),
            open.size(),
            unknown));
  }
}
