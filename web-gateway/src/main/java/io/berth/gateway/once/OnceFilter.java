package io.berth.gateway.once;

import io.berth.connector.api.KmException;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.Limits;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.lifecycle.once.Answered;
import io.berth.lifecycle.once.Asked;
import io.berth.lifecycle.once.OnceLedger;
import jakarta.annotation.Priority;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Enters a request with an {@code Idempotency-Key} into the ledger before its route is asked, and
 * its answer after; a repetition is answered from there. After authorisation, on the request
 * thread; blocks on the database.
 */
@Priority(Priorities.USER)
final class OnceFilter implements ContainerRequestFilter, ContainerResponseFilter {
  static final String HEADER = "Idempotency-Key";
  private static final Logger LOG = Logger.getLogger(OnceFilter.class.getName());
  private static final String ENTERED = "berth.once";
  private static final int LONGEST = 255;

  private final OnceLedger ledger;

  OnceFilter(OnceLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    String key = request.getHeaderString(HEADER);
    if (key == null) {
      return;
    }
    requireValid(key);
    byte[] body = request.getEntityStream().readNBytes(Limits.MANAGEMENT + 1);
    request.setEntityStream(new ByteArrayInputStream(body));
    String subject = Callers.of(request.getSecurityContext()).subject();
    Asked asked = new Asked(subject, key, fingerprint(request, body));
    try {
      Optional<Answered> before = ledger.begin(asked);
      if (before.isPresent()) {
        request.abortWith(again(before.get()));
      } else {
        request.setProperty(ENTERED, asked);
      }
    } catch (KmException e) {
      throw new ProblemException(ProblemDetail.of(e, Optional.empty()));
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!(request.getProperty(ENTERED) instanceof Asked asked)) {
      return;
    }
    int status = response.getStatus();
    try {
      if (status < 300) {
        ledger.done(asked, answered(response));
      } else if (hadNoEffect(response)) {
        ledger.undone(asked);
      }
    } catch (KmException e) {
      // why: the answer is true all the same; a repetition will be told that the end is not known
      LOG.log(
          Level.WARNING,
          "the answer under Idempotency-Key {0} was not kept: {1}",
          new Object[] {asked.key(), e.getMessage()});
    }
  }

  /** Refused for what it is, or before it began. Of every other failure the end is not known. */
  private static boolean hadNoEffect(ContainerResponseContext response) {
    return response.getStatus() < 500
        || String.valueOf(response.getEntity()).contains("urn:berth:problem:overloaded\"");
  }

  private static Answered answered(ContainerResponseContext response) {
    Object entity = response.getEntity();
    Optional<String> body =
        entity instanceof JsonValue || entity instanceof String
            ? Optional.of(entity.toString())
            : Optional.empty();
    return new Answered(
        response.getStatus(),
        Optional.ofNullable(response.getHeaderString(HttpHeaders.LOCATION)),
        body.filter(text -> text.length() <= Answered.LONGEST_BODY));
  }

  private static Response again(Answered before) {
    Response.ResponseBuilder answer =
        Response.status(before.status()).header("Idempotency-Replayed", "true");
    before.location().ifPresent(place -> answer.header(HttpHeaders.LOCATION, place));
    before.body().ifPresent(text -> answer.type(MediaType.APPLICATION_JSON).entity(text));
    return answer.build();
  }

  private static void requireValid(String key) {
    if (key.isEmpty()
        || key.length() > LONGEST
        || !key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw Queries.invalid(
          HEADER + " must be 1 to " + LONGEST + " printable ASCII characters without spaces");
    }
  }

  private static byte[] fingerprint(ContainerRequestContext request, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String line = request.getMethod() + " " + request.getUriInfo().getRequestUri().getRawPath();
      String query = String.valueOf(request.getUriInfo().getRequestUri().getRawQuery());
      digest.update((line + "?" + query + "\n").getBytes(StandardCharsets.UTF_8));
      return digest.digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
