package io.berth.gateway.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/** Turns whatever a resource throws into a problem. Called by JAX-RS on the request thread. */
@Provider
public class ThrowableMapper implements ExceptionMapper<Throwable> {
  @Context UriInfo uri;
  @Context Request request;

  @Override
  public Response toResponse(Throwable thrown) {
    Optional<String> project = project();
    ProblemDetail problem =
        Failures.answer(thrown, project)
            .orElseGet(() -> Incidents.report(thrown, request.getMethod() + " " + uri.getPath()));
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(ProblemDetail.MEDIA_TYPE).entity(problem.json());
    problem.retryAfterSeconds().ifPresent(s -> response.header(HttpHeaders.RETRY_AFTER, s));
    problem.headers().forEach(response::header);
    if (thrown instanceof WebApplicationException known) {
      String allow = known.getResponse().getHeaderString(HttpHeaders.ALLOW);
      if (allow != null) {
        response.header(HttpHeaders.ALLOW, allow);
      }
    }
    return response.build();
  }

  private Optional<String> project() {
    boolean ofProject =
        uri.getPath().startsWith("projects/") || uri.getPath().startsWith("/projects/");
    return ofProject
        ? Optional.ofNullable(uri.getPathParameters().getFirst("id"))
        : Optional.empty();
  }
}
