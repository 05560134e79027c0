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
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import io.berth.gateway.security.IssuedToken;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.agent.AgentStatus;
import io.berth.lifecycle.agent.Agents;
import io.berth.lifecycle.agent.StoredAgents;
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
    Caller caller = Callers.of(security);
    Agents.Registered registered =
        agents.register(
            AgentJson.read(JsonText.read(body, Limits.MANAGEMENT), caller), caller.subject());
    AgentId id = registered.agent().id();
    AgentStatus status = AgentJson.visible(agents.status(id), caller);
    return Response.status(registered.isNew() ? 201 : 200)
        .entity(
            new JsonView()
                .flag("success", true)
                .text("message", "Agent " + id + " is registered")
                .text("agent_id", id)
                .view("agent", AgentJson.view(status))
                .build())
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
    Caller caller = Callers.of(security);
    JsonInput input = new JsonInput(JsonText.read(body, Limits.MANAGEMENT), Set.of("agent_id"));
    AgentId id = Acting.as(caller, input.requiredText("agent_id"));
    agents.seen(id);
    AgentStatus status = AgentJson.visible(agents.status(id), caller);
    return shown(status).text("request", "/api/v1/tasks/request").build();
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
    Caller caller = Callers.of(security);
    int most = (int) Queries.number("limit", limit, 1, MOST, 100);
    Optional<AgentId> after =
        Optional.ofNullable(cursor).filter(c -> !c.isEmpty()).map(c -> Acting.agent("cursor", c));
    Optional<AgentId> self =
        Optional.of(caller.subject()).filter(AgentId::isValid).map(AgentId::new);
    List<AgentStatus> page = agents.list(after, Acting.scope(caller), self, most);
    return new JsonView()
        .flag("success", true)
        .views("agents", page, status -> AgentJson.view(AgentJson.visible(status, caller)))
        .number("total", page.size())
        .text(
            "nextCursor",
            page.size() < most
                ? Optional.empty()
                : Optional.of(page.get(page.size() - 1).agent().id()))
        .build();
  }

  @GET
  @Path("/{agent}/status")
  @Needs(Action.READ_AGENTS)
  @Bulkhead(64)
  @Operation(summary = "One agent and the tasks it holds")
  public JsonObject status(@PathParam("agent") String agent, @Context SecurityContext security)
      throws KmException {
    return shown(seen(agent, Callers.of(security))).build();
  }

  @GET
  @Path("/{agent}/registrations")
  @Needs(Action.READ_AGENTS)
  @Bulkhead(64)
  @Operation(summary = "What an agent registered as over time, the newest first")
  public JsonObject registrations(
      @PathParam("agent") String agent, @Context SecurityContext security) throws KmException {
    AgentId id = seen(agent, Callers.of(security)).agent().id();
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

  /** why 404 for both: whether an agent of other projects exists is not the caller's matter */
  private AgentStatus seen(String name, Caller caller) throws KmException {
    AgentId id = Acting.agent("agent", name);
    AgentStatus status = agents.status(id);
    boolean mine =
        GrantCheck.seesAll(caller)
            || caller.subject().equals(name)
            || status.agent().project().filter(caller.grants()::cover).isPresent();
    if (!mine) {
      throw StoredAgents.missing(id);
    }
    return AgentJson.visible(status, caller);
  }

  private static JsonView shown(AgentStatus status) {
    return new JsonView()
        .flag("success", true)
        .view("agent", AgentJson.view(status))
        .view("current_assignment", status.held().stream().findFirst().map(AgentJson::held))
        .views("current_assignments", status.held(), AgentJson::held);
  }
}
