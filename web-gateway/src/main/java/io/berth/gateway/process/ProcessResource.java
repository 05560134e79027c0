package io.berth.gateway.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.json.JsonText;
import io.berth.gateway.json.Limits;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.process.ProjectLifecycle;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * A project's process: shown, started, stopped, kept busy. Commands are asynchronous: no container
 * thread waits for a process.
 */
@Path("/projects")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "processes")
public class ProcessResource {
  private static final int LONGEST_HOLDER = 100;

  @Inject ProjectLifecycle lifecycle;
  @Resource ManagedExecutorService executor;

  @GET
  @Path("/{id}/process")
  @Needs(Action.READ_PROCESS)
  @Operation(summary = "The process now")
  public JsonObject process(@PathParam("id") String id) throws KmException {
    return ProcessJson.view(lifecycle.process(new ProjectId(id))).build();
  }

  @POST
  @Path("/{id}/start")
  @Needs(Action.CONTROL_PROCESS)
  @Operation(summary = "Starts the process; answers when it is READY, or at once with wait=false")
  public CompletionStage<Response> start(
      @PathParam("id") String id,
      @QueryParam("wait") String wait,
      @Context SecurityContext security) {
    boolean waiting = waiting(wait);
    return answer(id, lifecycle.start(new ProjectId(id), actor(security)), waiting);
  }

  @POST
  @Path("/{id}/stop")
  @Needs(Action.CONTROL_PROCESS)
  @Operation(summary = "Drains and stops the process; the next request starts it again")
  public CompletionStage<Response> stop(
      @PathParam("id") String id,
      @QueryParam("wait") String wait,
      @Context SecurityContext security) {
    boolean waiting = waiting(wait);
    return answer(id, lifecycle.stop(new ProjectId(id), actor(security)), waiting);
  }

  @POST
  @Path("/{id}/restart")
  @Needs(Action.CONTROL_PROCESS)
  @Operation(summary = "Stops the process and starts its next generation")
  public CompletionStage<Response> restart(
      @PathParam("id") String id,
      @QueryParam("wait") String wait,
      @Context SecurityContext security) {
    boolean waiting = waiting(wait);
    return answer(id, lifecycle.restart(new ProjectId(id), actor(security)), waiting);
  }

  @POST
  @Path("/{id}/release")
  @Needs(Action.CONTROL_PROCESS)
  @Operation(summary = "Lets the project out of quarantine")
  public CompletionStage<Response> release(
      @PathParam("id") String id,
      @QueryParam("wait") String wait,
      @Context SecurityContext security) {
    boolean waiting = waiting(wait);
    return answer(id, lifecycle.release(new ProjectId(id), actor(security)), waiting);
  }

  @PUT
  @Path("/{id}/busy/{holder}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.KEEP_BUSY)
  @Operation(summary = "Keeps the project from being idle for this long")
  public void busy(@PathParam("id") String id, @PathParam("holder") String holder, InputStream body)
      throws KmException, IOException {
    JsonInput input = new JsonInput(JsonText.read(body, Limits.MANAGEMENT), Set.of("ttl"));
    Duration ttl =
        input.duration("ttl").orElseThrow(() -> Queries.invalid("the field 'ttl' is required"));
    lifecycle.busy(new ProjectId(id), holder(holder), ttl);
  }

  @DELETE
  @Path("/{id}/busy/{holder}")
  @Needs(Action.KEEP_BUSY)
  @Operation(summary = "Ends a busy lease")
  public void idle(@PathParam("id") String id, @PathParam("holder") String holder)
      throws KmException {
    lifecycle.idle(new ProjectId(id), holder(holder));
  }

  private CompletionStage<Response> answer(
      String id, CompletionStage<ProcessSnapshot> command, boolean wait) {
    return new ProcessCommands(lifecycle, executor)
        .outcome(new ProjectId(id), command, wait)
        .thenApply(
            outcome ->
                Response.status(outcome.over() ? 200 : 202)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(ProcessJson.view(outcome.view()).build())
                    .build());
  }

  private static boolean waiting(String wait) {
    return Queries.flag("wait", wait, true);
  }

  private static String actor(SecurityContext security) {
    return Callers.of(security).subject();
  }

  static String holder(String text) {
    if (text.isBlank()
        || text.length() > LONGEST_HOLDER
        || text.chars().anyMatch(Character::isISOControl)) {
      throw Queries.invalid("the holder must be 1 to " + LONGEST_HOLDER + " printable characters");
    }
    return text;
  }
}
