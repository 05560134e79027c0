package io.berth.lifecycle.agent;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.project.ProjectRows;
import io.berth.lifecycle.project.StoredProjects;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/**
 * The agents in PostgreSQL. Called on any thread; a registration, its history and, for a new agent,
 * its line in the audit are one transaction.
 */
public final class StoredAgents implements Agents {
  private static final int MOST = 1_000;

  private final Database database;
  private final StoredEvents events;
  private final InstantSource clock;

  public StoredAgents(Database database, StoredEvents events, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public Registered register(NewAgent wish, String actor) throws KmException {
    NewAgent said = AgentRules.check(wish);
    record Outcome(Registered registered, Optional<LifecycleEvent> event) {}

    Outcome outcome =
        database.transact(
            t -> {
              if (said.project().isPresent()) {
                ProjectId project = said.project().get();
                ProjectRows.lock(t, project).orElseThrow(() -> StoredProjects.missing(project));
              }
              boolean isNew = AgentRows.insert(t, said, clock.instant());
              NewAgent kept = isNew ? said : again(t, said, actor);
              if (isNew) {
                AgentRows.remember(t, kept, actor, clock.instant());
              }
              Agent agent = AgentRows.find(t, said.id()).orElseThrow();
              return new Outcome(
                  new Registered(agent, isNew),
                  isNew ? events.append(t, event(agent, actor)) : Optional.empty());
            });
    outcome.event.ifPresent(event -> events.committed(event.id()));
    return outcome.registered;
  }

  /** why: who knows nothing of capacity must not take back what an administrator set */
  private NewAgent again(Handle transaction, NewAgent said, String actor) {
    Agent before = AgentRows.lock(transaction, said.id()).orElseThrow();
    NewAgent after =
        new NewAgent(
            said.id(),
            said.name(),
            said.role(),
            said.skills(),
            said.project().or(before::project),
            OptionalInt.of(said.capacity().orElse(before.capacity())));
    boolean same =
        before.name().equals(after.name())
            && before.role().equals(after.role())
            && before.skills().equals(after.skills())
            && before.project().equals(after.project())
            && before.capacity() == after.capacity().getAsInt();
    AgentRows.update(transaction, after, clock.instant());
    if (!same) {
      AgentRows.remember(transaction, after, actor, clock.instant());
    }
    return after;
  }

  private static NewEvent event(Agent agent, String actor) {
    return new NewEvent("agent.registered", agent.project(), 0, actor, agent.name())
        .with(Map.of("agent", agent.id().value(), "role", agent.role()));
  }

  @Override
  public List<AgentStatus> list(
      Optional<AgentId> after,
      Optional<List<ProjectId>> projects,
      Optional<AgentId> self,
      int limit)
      throws KmException {
    int bounded = Math.max(1, Math.min(limit, MOST));
    return database.transact(
        t -> {
          List<AgentStatus> all = new ArrayList<>();
          for (Agent agent : AgentRows.list(t, after, projects, self, bounded)) {
            all.add(
                new AgentStatus(
                    agent, AgentRows.held(t, agent.id()), AgentRows.connected(t, agent.id())));
          }
          return all;
        });
  }

  @Override
  public AgentStatus status(AgentId id) throws KmException {
    return database.transact(
        t ->
            new AgentStatus(
                AgentRows.find(t, id).orElseThrow(() -> missing(id)),
                AgentRows.held(t, id),
                AgentRows.connected(t, id)));
  }

  @Override
  public List<Change> history(AgentId id, int limit) throws KmException {
    return database.transact(
        t -> {
          AgentRows.find(t, id).orElseThrow(() -> missing(id));
          return AgentRows.history(t, id, Math.max(1, Math.min(limit, MOST)));
        });
  }

  @Override
  public void seen(AgentId id) throws KmException {
    database.transact(
        t -> {
          AgentRows.seen(t, id);
          return null;
        });
  }

  /** The failure that says that there is no such agent. */
  public static KmException missing(AgentId id) {
    return new KmException(
        Problem.NO_SUCH_AGENT,
        "no agent " + id + "; register it first (POST /api/v1/agents/register, berth agent add)");
  }
}
