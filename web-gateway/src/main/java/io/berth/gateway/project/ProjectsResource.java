package io.berth.gateway.project;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.api.Queries;
import io.berth.gateway.job.JobJson;
import io.berth.gateway.job.PlanRequest;
import io.berth.gateway.json.JsonText;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.json.Limits;
import io.berth.gateway.json.PortJson;
import io.berth.gateway.process.ProcessJson;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.job.Jobs;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.port.PortHistory;
import io.berth.lifecycle.process.ProjectLifecycle;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.project.ProjectRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Registers, shows, changes and removes projects. Container threads; blocks on the database. */
@Path("/projects")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Bulkhead(64)
@Tag(name = "projects")
public class ProjectsResource {
  @Inject ProjectRegistry registry;
  @Inject ProjectLifecycle lifecycle;
  @Inject PortHistory ports;
  @Inject Jobs jobs;

  @GET
  @Needs(Action.READ_PROJECTS)
  @Operation(summary = "Projects in the order of their ids, page by page")
  public JsonObject list(
      @QueryParam("state") String state,
      @QueryParam("q") String text,
      @QueryParam("limit") String limit,
      @QueryParam("cursor") String cursor,
      @QueryParam("slot") String slot,
      @Context SecurityContext security)
      throws KmException {
    boolean detailed = Queries.flag("slot", slot, false);
    ProjectPages.Page page =
        new ProjectPages(registry, lifecycle)
            .page(Callers.of(security), ProjectQuery.of(state, text, limit, cursor));
    return JsonView.list(
            "projects",
            page.rows(),
            row -> {
              JsonView view = ProjectJson.view(row.project(), Optional.of(row.state()));
              return detailed ? view.view("slot", ProcessJson.view(row.process())) : view;
            })
        .text("nextCursor", page.next())
        .build();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.MANAGE_PROJECTS)
  @Operation(
      summary =
          "Registers a project; the same again is no change. With a description, a job plans its"
              + " tasks")
  public Response create(InputStream body, @Context UriInfo uri, @Context SecurityContext security)
      throws KmException, IOException {
    JsonObject json = JsonText.read(body, Limits.MANAGEMENT);
    NewProject wanted = ProjectJson.newProject(json);
    Optional<PlanOrder> order =
        PlanRequest.ofProject(wanted.name().orElse(wanted.id().value()), json);
    if (order.isPresent()) {
      // why first: a description that breaks a rule registers nothing
      jobs.check(order.get());
    }
    String actor = Callers.of(security).subject();
    ProjectRegistry.Created created = registry.create(wanted, actor);
    JsonView view = ProjectJson.view(created.project(), Optional.empty());
    if (order.isPresent()) {
      jobs.planNew(created.project(), order.get(), actor)
          .ifPresent(job -> view.view("job", JobJson.view(job)));
    }
    return Response.status(created.isNew() ? 201 : 200)
        .location(uri.getAbsolutePathBuilder().path(wanted.id().value()).build())
        .entity(view.build())
        .build();
  }

  @GET
  @Path("/{id}")
  @Needs(Action.READ_PROJECTS)
  @Operation(summary = "One project")
  public JsonObject show(@PathParam("id") String id) throws KmException {
    ProjectId project = new ProjectId(id);
    Project found =
        registry
            .find(project)
            .orElseThrow(
                () ->
                    new KmException(
                        Problem.NO_SUCH_PROJECT,
                        "there is no project " + id + ": register it with POST /api/v1/projects"));
    return ProjectJson.view(found, Optional.of(lifecycle.process(project).snapshot().state()))
        .views("ports", ports.ofProject(project), PortJson::holder)
        .build();
  }

  @PATCH
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.MANAGE_PROJECTS)
  @Operation(summary = "Changes what is named; a setting of null goes back to its default")
  public JsonObject change(
      @PathParam("id") String id, InputStream body, @Context SecurityContext security)
      throws KmException, IOException {
    return ProjectJson.view(
            registry.patch(
                new ProjectId(id),
                ProjectJson.patch(JsonText.read(body, Limits.MANAGEMENT)),
                Callers.of(security).subject()),
            Optional.empty())
        .build();
  }

  @DELETE
  @Path("/{id}")
  @Needs(Action.MANAGE_PROJECTS)
  @Operation(summary = "Ends its process and forgets it; data=delete removes its folder too")
  public void remove(
      @PathParam("id") String id,
      @QueryParam("data") String data,
      @Context SecurityContext security)
      throws KmException {
    if (data != null && !data.equals("keep") && !data.equals("delete")) {
      throw Queries.invalid("'data' must be keep or delete");
    }
    registry.remove(new ProjectId(id), "delete".equals(data), Callers.of(security).subject());
  }
}
