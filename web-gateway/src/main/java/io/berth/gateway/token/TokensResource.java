package io.berth.gateway.token;

import io.berth.connector.api.KmException;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.json.JsonText;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.json.Limits;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.IssuedToken;
import io.berth.gateway.security.SecurityRealm;
import io.berth.lifecycle.event.EventLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Makes tokens for others. Container threads; blocks on the audit. */
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
                .text("expiresAt", issued.expiresAt())
                .text("subject", wanted.subject())
                .build())
        .build();
  }
}
