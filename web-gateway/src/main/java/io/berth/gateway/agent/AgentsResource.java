package io.berth.gateway.agent;

import io.berth.connector.api.KmException;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.api.Open;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.json.JsonText;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.json.Limits;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.IssuedToken;
import io.berth.gateway.work.Acting;
import io.berth.gateway.work.AgentDesk;
import io.berth.gateway.work.AgentJson;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.agent.AgentStatus;
import io.berth.lifecycle.agent.Agents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Agents register, prove who they are, and are seen. Container threads; blocks on the database. */
@Path("/agents")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "agents")
public class AgentsResource {
  private static final int MOST = 1_000;
  private static final int LOGIN = 4_096;

  @Inject AgentDesk desk;
  @Inject Agents agents;
  @Inject AgentLogin login;

  @POST
  @Path("/auth")
  @Consumes(MediaType.APPLICATION_JSON)
  @Open
  @Bulkhead(16)
  @Operation(summary = "A token for an agent that proves its identity with its secret")
  public JsonObject auth(InputStream body, @Context HttpServletRequest request)
      throws KmException, IOException {
    JsonInput input = new JsonInput(JsonText.read(body, LOGIN), Set.of("agentId", "secret"));
    IssuedToken issued =
        login.token(
            input.requiredText("agentId"), input.requiredText("secret"), request.getRemoteAddr());
    return new JsonView()
        .text("accessToken", issued.token())
        .text("tokenType", "Bearer")
        .number("expiresIn", AgentLogin.LIFE.toSeconds())
        .build();
  }

  @POST
  @Path("/register")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.ACT_AS_AGENT)
  @Bulkhead(64)
  @Operation(summary = "Registers an agent; the same again is no change, counts and tasks are kept")
  public Response register(InputStream body, @Context SecurityContext security)
      throws KmException, IOException {
    AgentDesk.Registration registration =
        desk.register(Callers.of(security), JsonText.read(body, Limits.MANAGEMENT));
    return Response.status(registration.isNew() ? 201 : 200)
        .entity(AgentJson.registered(registration).build())
        .build();
  }

  @POST
  @Path("/connect")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.ACT_AS_AGENT)
  @Bulkhead(64)
  @Operation(
      summary = "An agent is there, perhaps again: what it holds, and where it asks for more")
  public JsonObject connect(InputStream body, @Context SecurityContext security)
      throws KmException, IOException {
    AgentStatus status = desk.connect(Callers.of(security), JsonText.read(body, Limits.MANAGEMENT));
    return AgentJson.shown(status).text("request", "/api/v1/tasks/request").build();
  }

  @GET
  @Needs(Action.READ_AGENTS)
  @Bulkhead(64)
  @Operation(summary = "Agents in the order of their ids, page by page")
  public JsonObject list(
      @QueryParam("limit") String limit,
      @QueryParam("cursor") String cursor,
      @Context SecurityContext security)
      throws KmException {
    int most = (int) Queries.number("limit", limit, 1, MOST, 100);
    Optional<AgentId> after =
        Optional.ofNullable(cursor).filter(c -> !c.isEmpty()).map(c -> Acting.agent("cursor", c));
    List<AgentStatus> page = desk.list(Callers.of(security), after, most);
    return AgentJson.page(page, most).build();
  }

  @GET
  @Path("/{agent}/status")
  @Needs(Action.READ_AGENTS)
  @Bulkhead(64)
  @Operation(summary = "One agent and the tasks it holds")
  public JsonObject status(@PathParam("agent") String agent, @Context SecurityContext security)
      throws KmException {
    return AgentJson.shown(desk.status(Callers.of(security), agent)).build();
  }

  @GET
  @Path("/{agent}/registrations")
  @Needs(Action.READ_AGENTS)
  @Bulkhead(64)
  @Operation(summary = "What an agent registered as over time, the newest first")
  public JsonObject registrations(
      @PathParam("agent") String agent, @Context SecurityContext security) throws KmException {
    AgentId id = desk.status(Callers.of(security), agent).agent().id();
    return JsonView.list("registrations", agents.history(id, 100), AgentJson::change).build();
  }

  @POST
  @Path("/{agent}/secret")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.MAKE_TOKENS)
  @Bulkhead(16)
  @Operation(summary = "A new secret for an agent, told this once; the old one is worthless then")
  public Response secret(
      @PathParam("agent") String agent, InputStream body, @Context SecurityContext security)
      throws KmException, IOException {
    AgentId id = Acting.agent("agent", agent);
    JsonInput input = new JsonInput(JsonText.read(body, Limits.MANAGEMENT), Set.of("projects"));
    String secret = login.renew(id, input.texts("projects"), Callers.of(security).subject());
    return Response.status(201)
        .entity(new JsonView().text("agentId", id).text("secret", secret).build())
        .build();
  }

  @DELETE
  @Path("/{agent}/secret")
  @Needs(Action.MAKE_TOKENS)
  @Bulkhead(16)
  @Operation(summary = "Takes an agent's secret away; tokens that it has are worthless then")
  public void revoke(@PathParam("agent") String agent, @Context SecurityContext security)
      throws KmException {
    login.revoke(Acting.agent("agent", agent), Callers.of(security).subject());
  }
}
