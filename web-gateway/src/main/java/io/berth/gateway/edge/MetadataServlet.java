package io.berth.gateway.edge;

import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemReply;
import io.berth.gateway.security.SecurityRealm;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Shows the {@link ResourceMetadata} to whoever wants to know where to get a token. */
@WebServlet(
    urlPatterns = {ResourceMetadata.PATH, ResourceMetadata.PATH + "/*"},
    asyncSupported = true)
public class MetadataServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient SecurityRealm realm;

  private transient ResourceMetadata metadata;

  /** Called by the container before the first request. */
  @Override
  public void init() {
    metadata = new ResourceMetadata(realm.edge().publicUrl(), realm.foreignIssuers());
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI();
    Optional<String> document =
        ResourceMetadata.isAt(path)
            ? metadata.document(request.getScheme(), request.getHeader("Host"), path)
            : Optional.empty();
    if (document.isEmpty()) {
      ProblemReply.send(
          response, ProblemDetail.of("no-such-route", 404, "no protected resource of that name"));
      return;
    }
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "public, max-age=300");
    response.getOutputStream().write(document.get().getBytes(StandardCharsets.UTF_8));
  }
}
