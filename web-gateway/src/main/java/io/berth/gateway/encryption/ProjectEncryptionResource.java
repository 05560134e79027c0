package io.berth.gateway.encryption;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.encryption.Encryption;
import io.berth.lifecycle.encryption.KeyChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Encryption at rest of one project. Changes are asynchronous, since they take as long as copying
 * the database does; they go on when the caller hangs up.
 */
@Path("/projects")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "encryption")
public class ProjectEncryptionResource {
  @Inject Encryption encryption;

  @GET
  @Path("/{id}/encryption")
  @Needs(Action.READ_PROJECTS)
  @Operation(summary = "Whether the project is encrypted, and with which of its keys")
  public JsonObject state(@PathParam("id") String id) throws KmException {
    return EncryptionJson.view(encryption.state(new ProjectId(id))).build();
  }

  @POST
  @Path("/{id}/encrypt")
  @Needs(Action.CHANGE_DATA_KEYS)
  @Operation(summary = "Stops the project and encrypts its data")
  public CompletionStage<JsonObject> encrypt(
      @PathParam("id") String id, @Context SecurityContext security) {
    return change(id, KeyChange.ENCRYPT, security);
  }

  @POST
  @Path("/{id}/decrypt")
  @Needs(Action.CHANGE_DATA_KEYS)
  @Operation(summary = "Stops the project and decrypts its data")
  public CompletionStage<JsonObject> decrypt(
      @PathParam("id") String id, @Context SecurityContext security) {
    return change(id, KeyChange.DECRYPT, security);
  }

  @POST
  @Path("/{id}/rekey")
  @Needs(Action.CHANGE_DATA_KEYS)
  @Operation(summary = "Stops the project and encrypts its data with another key")
  public CompletionStage<JsonObject> rekey(
      @PathParam("id") String id, @Context SecurityContext security) {
    return change(id, KeyChange.REKEY, security);
  }

  private CompletionStage<JsonObject> change(String id, KeyChange kind, SecurityContext security) {
    return encryption
        .change(new ProjectId(id), kind, Callers.of(security).subject())
        .thenApply(state -> EncryptionJson.view(state).build());
  }
}
