package io.berth.gateway.runtime;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.json.JsonText;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.json.Limits;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Role;
import io.berth.lifecycle.runtime.RuntimeRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How KMs are started: shown, added, removed. Container threads; blocks on the database. */
@Path("/runtimes")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Bulkhead(32)
@Tag(name = "runtimes")
public class RuntimesResource {
  @Inject RuntimeRegistry runtimes;

  @GET
  @Needs(Action.READ_RUNTIMES)
  @Operation(summary = "All runtimes, the built-in one first")
  public JsonObject list(@Context SecurityContext security) throws KmException {
    boolean admin = mayChange(security);
    return JsonView.list("runtimes", runtimes.list(), r -> RuntimeJson.view(r, admin)).build();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.MANAGE_RUNTIMES)
  @Operation(summary = "Adds a runtime, or a version of the one of that name")
  public Response save(InputStream body, @Context UriInfo uri, @Context SecurityContext security)
      throws KmException, IOException {
    JsonObject json = JsonText.read(body, Limits.MANAGEMENT);
    KmRuntime runtime = RuntimeJson.read(json);
    RuntimeRegistry.Saved saved =
        runtimes.save(runtime, RuntimeJson.activates(json), Callers.of(security).subject());
    return Response.status(saved.isNew() ? 201 : 200)
        .location(uri.getAbsolutePathBuilder().path(runtime.name()).build())
        .entity(
            RuntimeJson.view(saved.runtime(), true)
                .flag("current", saved.runtime().version() == saved.current())
                .build())
        .build();
  }

  @GET
  @Path("/{name}")
  @Needs(Action.READ_RUNTIMES)
  @Operation(summary = "One runtime")
  public JsonObject show(@PathParam("name") String name, @Context SecurityContext security)
      throws KmException {
    KmRuntime runtime =
        runtimes
            .find(name)
            .orElseThrow(
                () ->
                    new KmException(
                        Problem.NO_SUCH_RUNTIME,
                        "there is no runtime " + name + ": GET /api/v1/runtimes lists them"));
    return RuntimeJson.view(runtime, mayChange(security)).build();
  }

  @GET
  @Path("/{name}/versions")
  @Needs(Action.READ_RUNTIMES)
  @Operation(summary = "Every version of a runtime, the newest first")
  public JsonObject versions(@PathParam("name") String name, @Context SecurityContext security)
      throws KmException {
    boolean admin = mayChange(security);
    return JsonView.list("versions", runtimes.versions(name), v -> RuntimeJson.version(v, admin))
        .build();
  }

  @DELETE
  @Path("/{name}")
  @Needs(Action.MANAGE_RUNTIMES)
  @Operation(summary = "Removes a runtime that no project uses")
  public void remove(@PathParam("name") String name, @Context SecurityContext security)
      throws KmException {
    runtimes.remove(name, Callers.of(security).subject());
  }

  private static boolean mayChange(SecurityContext security) {
    return Callers.of(security).is(Role.ADMIN);
  }
}
