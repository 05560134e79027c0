package io.berth.gateway.project;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import io.berth.lifecycle.process.ProcessView;
import io.berth.lifecycle.process.ProjectLifecycle;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.project.ProjectRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pages of the projects that a caller may see, filtered by a state that only the node's memory
 * knows. Blocks on the database.
 */
public final class ProjectPages {
  private static final int MOST_READS = 50;
  private static final int READ = 200;

  /** A project and what its process does. */
  public record Row(Project project, ProcessView process) {
    /** What its process does. */
    public ProcessState state() {
      return process.snapshot().state();
    }
  }

  /** A page, and where the next one begins. */
  public record Page(List<Row> rows, Optional<ProjectId> next) {}

  private final ProjectRegistry registry;
  private final ProjectLifecycle lifecycle;

  public ProjectPages(ProjectRegistry registry, ProjectLifecycle lifecycle) {
    this.registry = registry;
    this.lifecycle = lifecycle;
  }

  /** The page of what this caller may see. */
  public Page page(Caller caller, ProjectQuery query) throws KmException {
    List<Row> rows = new ArrayList<>();
    Optional<ProjectId> after = query.after();
    // why: a filter that lets little through must not make one request read the whole table
    for (int reads = 0; reads < MOST_READS; reads++) {
      List<Project> batch = registry.list(query.text(), after, READ);
      for (Project project : batch) {
        if (rows.size() == query.limit()) {
          return new Page(rows, after);
        }
        row(caller, query, project).ifPresent(rows::add);
        after = Optional.of(project.id());
      }
      if (batch.size() < READ) {
        return new Page(rows, Optional.empty());
      }
    }
    return new Page(rows, after);
  }

  private Optional<Row> row(Caller caller, ProjectQuery query, Project project) throws KmException {
    if (!GrantCheck.seesAll(caller) && !caller.grants().cover(project.id())) {
      return Optional.empty();
    }
    Row row = new Row(project, lifecycle.process(project.id()));
    return query.state().isEmpty() || query.state().get() == row.state()
        ? Optional.of(row)
        : Optional.empty();
  }
}
