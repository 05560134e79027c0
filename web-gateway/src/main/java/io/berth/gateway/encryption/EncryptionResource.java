package io.berth.gateway.encryption;

import io.berth.connector.api.KmException;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.encryption.Encryption;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Encryption at rest of the whole installation. Container threads; blocks on the database. */
@Path("/encryption")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "encryption")
public class EncryptionResource {
  @Inject Encryption encryption;

  @GET
  @Needs(Action.READ_SYSTEM)
  @Operation(summary = "Which master keys wrap how many keys, and which keys are being changed")
  public JsonObject summary() throws KmException {
    return EncryptionJson.view(encryption.summary()).build();
  }

  @POST
  @Path("/rotate-master")
  @Needs(Action.CHANGE_MASTER_KEYS)
  @Operation(summary = "Wraps the key of every project by the current master key, all or none")
  public JsonObject rotate(@Context SecurityContext security) throws KmException {
    return EncryptionJson.view(encryption.rotateMaster(Callers.of(security).subject())).build();
  }
}
