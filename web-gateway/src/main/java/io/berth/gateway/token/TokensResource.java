package io.berth.gateway.token;

import io.berth.connector.api.KmException;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.json.JsonText;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.json.Limits;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.IssuedToken;
import io.berth.gateway.security.SecurityRealm;
import io.berth.lifecycle.event.EventLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Makes tokens for others, takes them back, renews the key that signs them. Container threads;
 * blocks on the audit.
 */
@Path("/tokens")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tokens")
public class TokensResource {
  @Inject SecurityRealm realm;
  @Inject EventLog events;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.MAKE_TOKENS)
  @Operation(summary = "Makes a token with a role, for some projects and some time")
  public Response make(InputStream body, @Context SecurityContext security)
      throws IOException, KmException {
    TokenRequest wanted = TokenRequest.read(JsonText.read(body, Limits.MANAGEMENT));
    // why: the audit first, so that no token exists that nobody can find the maker of
    events.append(
        "token.issued",
        Optional.empty(),
        0,
        Callers.of(security).subject(),
        wanted.role().label()
            + " token for "
            + wanted.subject()
            + ", good for "
            + wanted.life()
            + (wanted.grants().analytics().isEmpty()
                ? ""
                : ", searches across " + wanted.grants().analyticsClaim()));
    IssuedToken issued =
        realm.issue(wanted.subject(), wanted.role(), wanted.grants(), wanted.life());
    return Response.status(Response.Status.CREATED)
        .entity(
            new JsonView()
                .text("token", issued.token())
                .text("id", issued.id())
                .text("expiresAt", issued.expiresAt())
                .text("subject", wanted.subject())
                .build())
        .build();
  }

  @POST
  @Path("/revoke")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.MAKE_TOKENS)
  @Operation(summary = "Makes one token, or all that a subject has now, worthless")
  public JsonObject revoke(InputStream body, @Context SecurityContext security)
      throws IOException, KmException {
    RevocationRequest wanted = RevocationRequest.read(JsonText.read(body, Limits.MANAGEMENT));
    realm.revoke(wanted.kind(), wanted.name(), Callers.of(security).subject());
    return new JsonView()
        .text("revoked", wanted.kind().name().toLowerCase(Locale.ROOT))
        .text("name", wanted.name())
        .build();
  }

  @POST
  @Path("/renew-key")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.MAKE_TOKENS)
  @Operation(
      summary = "A new signing key; with forget, every token made before is worthless at once")
  public JsonObject renewKey(InputStream body, @Context SecurityContext security)
      throws IOException, KmException {
    boolean forget =
        new JsonInput(JsonText.read(body, Limits.MANAGEMENT), Set.of("forget"))
            .flag("forget")
            .orElse(false);
    String id = realm.renewKey(forget);
    // why after it: the event makes the other nodes look
    events.append(
        SecurityRealm.KEY_RENEWED,
        Optional.empty(),
        0,
        Callers.of(security).subject(),
        "key " + id + (forget ? ", the older ones are worthless" : ""));
    return new JsonView().text("keyId", id).build();
  }
}
