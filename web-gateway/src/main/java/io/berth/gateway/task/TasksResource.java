package io.berth.gateway.task;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.json.JsonText;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.json.Limits;
import io.berth.gateway.proxy.LongCalls;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.work.Acting;
import io.berth.gateway.work.AgentDesk;
import io.berth.gateway.work.BoundAttempts;
import io.berth.gateway.work.WorkJson;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.ClaimOrders;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Receipt;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.Tasks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The board, and what agents ask for and report. Container threads; blocks on the database, never
 * on another agent.
 */
@Path("/tasks")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Bulkhead(100)
@Tag(name = "tasks")
public class TasksResource {
  private static final int MOST = 1_000;

  @Inject Tasks tasks;
  @Inject AgentDesk desk;
  @Inject LongCalls calls;
  @Inject ClaimOrders orders;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.ADD_TASKS)
  @Operation(summary = "Makes a task, or a batch whose tasks may wait for each other, all or none")
  public Response create(InputStream body, @Context UriInfo uri, @Context SecurityContext security)
      throws KmException, IOException {
    Caller caller = Callers.of(security);
    TaskInput.Batch batch = TaskInput.batch(JsonText.read(body, Limits.MANAGEMENT));
    ProjectId project = Acting.project(caller, Action.ADD_TASKS, "projectId", batch.project());
    List<Task> made = tasks.create(project, batch.tasks(), batch.request(), caller.subject());
    Response.ResponseBuilder response = Response.status(201);
    if (batch.single()) {
      Task task = made.get(0);
      return response
          .location(uri.getAbsolutePathBuilder().path(task.id().toString()).build())
          .entity(TaskJson.view(task).build())
          .build();
    }
    return response.entity(JsonView.list("tasks", made, TaskJson::view).build()).build();
  }

  @GET
  @Needs(Action.READ_TASKS)
  @Operation(summary = "Tasks in the order of project and number, page by page")
  public JsonObject list(
      @QueryParam("project_id") String project,
      @QueryParam("status") String status,
      @QueryParam("label") String label,
      @QueryParam("agent_id") String agent,
      @QueryParam("limit") String limit,
      @QueryParam("cursor") String cursor,
      @Context SecurityContext security)
      throws KmException {
    Caller caller = Callers.of(security);
    int most = (int) Queries.number("limit", limit, 1, MOST, 100);
    Optional<List<ProjectId>> scope =
        project == null || project.isEmpty()
            ? Acting.scope(caller)
            : Optional.of(
                List.of(Acting.project(caller, Action.READ_TASKS, "project_id", project)));
    List<Task> page =
        tasks.list(
            new Tasks.Wanted(
                scope,
                TaskQuery.state(status),
                TaskQuery.given(label),
                TaskQuery.given(agent).map(name -> Acting.agent("agent_id", name)),
                TaskQuery.cursor(cursor),
                most));
    return JsonView.list("tasks", page, TaskJson::view)
        .text(
            "nextCursor",
            page.size() < most ? Optional.empty() : Optional.of(page.get(page.size() - 1).id()))
        .build();
  }

  @GET
  @Path("/{task}")
  @Needs(Action.READ_TASKS)
  @Operation(summary = "One task")
  public JsonObject show(@PathParam("task") String task, @Context SecurityContext security)
      throws KmException {
    return TaskJson.view(tasks.get(id(security, Action.READ_TASKS, task))).build();
  }

  @GET
  @Path("/{task}/history")
  @Needs(Action.READ_TASKS)
  @Operation(summary = "What happened to a task, also what was refused, oldest first")
  public JsonObject history(
      @PathParam("task") String task,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit,
      @Context SecurityContext security)
      throws KmException {
    return JsonView.list(
            "events",
            tasks.history(
                id(security, Action.READ_TASKS, task),
                Queries.number("after", after, 0, Long.MAX_VALUE, 0),
                (int) Queries.number("limit", limit, 1, MOST, 100)),
            TaskJson::event)
        .build();
  }

  @PATCH
  @Path("/{task}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.MANAGE_TASKS)
  @Operation(summary = "Changes what is named; status parks, opens or calls off")
  public JsonObject change(
      @PathParam("task") String task, InputStream body, @Context SecurityContext security)
      throws KmException, IOException {
    TaskId id = id(security, Action.MANAGE_TASKS, task);
    return TaskJson.view(
            tasks.patch(
                id,
                TaskInput.patch(JsonText.read(body, Limits.MANAGEMENT)),
                Callers.of(security).subject()))
        .build();
  }

  @POST
  @Path("/{task}/comments")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.ADD_TASKS)
  @Operation(summary = "Adds a comment to the history of a task")
  public Response comment(
      @PathParam("task") String task, InputStream body, @Context SecurityContext security)
      throws KmException, IOException {
    TaskId id = id(security, Action.ADD_TASKS, task);
    JsonInput input = new JsonInput(JsonText.read(body, Limits.MANAGEMENT), Set.of("text"));
    tasks.comment(id, input.requiredText("text"), Callers.of(security).subject());
    return Response.noContent().build();
  }

  @POST
  @Path("/{task}/take-back")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.MANAGE_TASKS)
  @Operation(summary = "Takes a task from its holder; with agentId it is offered to that one alone")
  public JsonObject takeBack(
      @PathParam("task") String task, InputStream body, @Context SecurityContext security)
      throws KmException, IOException {
    TaskId id = id(security, Action.MANAGE_TASKS, task);
    JsonInput input =
        new JsonInput(JsonText.read(body, Limits.MANAGEMENT), Set.of("agentId", "reason"));
    Optional<AgentId> next = input.text("agentId").map(name -> Acting.agent("agentId", name));
    return TaskJson.view(
            orders.takeBack(
                id, next, input.text("reason").orElse(""), Callers.of(security).subject()))
        .build();
  }

  @POST
  @Path("/request")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.ACT_AS_AGENT)
  @Operation(summary = "A task for an agent, at once or within the wait, or why there is none")
  public CompletionStage<JsonObject> request(
      InputStream body, @Context SecurityContext security, @Context HttpServletRequest servlet)
      throws KmException, IOException {
    CompletableFuture<Offer> wait =
        desk.request(Callers.of(security), JsonText.read(body, Limits.MANAGEMENT))
            .toCompletableFuture();
    calls.endWithCaller(servlet, wait);
    return wait.thenApply(offer -> WorkJson.offer(offer).build())
        // why no failure: who is gone withdrew its wish, and nobody reads this
        .exceptionally(
            failure -> wait.isCancelled() ? JsonValue.EMPTY_JSON_OBJECT : rethrown(failure));
  }

  private static JsonObject rethrown(Throwable failure) {
    throw failure instanceof CompletionException known ? known : new CompletionException(failure);
  }

  @POST
  @Path("/progress")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.ACT_AS_AGENT)
  @Operation(summary = "How far the holder of a task is; completed finishes it")
  public JsonObject progress(InputStream body, @Context SecurityContext security)
      throws KmException, IOException {
    Receipt receipt =
        desk.progress(
            Callers.of(security), JsonText.read(body, Limits.MANAGEMENT), BoundAttempts.NONE);
    return WorkJson.receipt(receipt, "Progress updated successfully").build();
  }

  @POST
  @Path("/blocker")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.ACT_AS_AGENT)
  @Operation(summary = "What keeps the holder of a task from going on; it still holds it")
  public JsonObject blocker(InputStream body, @Context SecurityContext security)
      throws KmException, IOException {
    return WorkJson.blocker(
            desk.blocker(
                Callers.of(security), JsonText.read(body, Limits.MANAGEMENT), BoundAttempts.NONE))
        .build();
  }

  @POST
  @Path("/heartbeat")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.ACT_AS_AGENT)
  @Operation(summary = "The holder of a task is still there; the answer says if it shall stop")
  public JsonObject heartbeat(InputStream body, @Context SecurityContext security)
      throws KmException, IOException {
    Receipt receipt =
        desk.heartbeat(
            Callers.of(security), JsonText.read(body, Limits.MANAGEMENT), BoundAttempts.NONE);
    return WorkJson.receipt(receipt, "Heard").build();
  }

  @POST
  @Path("/release")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.ACT_AS_AGENT)
  @Operation(summary = "The holder gives a task back, with what it has so far")
  public JsonObject release(InputStream body, @Context SecurityContext security)
      throws KmException, IOException {
    Receipt receipt =
        desk.release(
            Callers.of(security), JsonText.read(body, Limits.MANAGEMENT), BoundAttempts.NONE);
    return WorkJson.receipt(receipt, "Task released").build();
  }

  private static TaskId id(SecurityContext security, Action action, String task) {
    return Acting.task(Callers.of(security), action, task);
  }
}
