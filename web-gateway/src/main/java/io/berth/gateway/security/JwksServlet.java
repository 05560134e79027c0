package io.berth.gateway.security;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Shows our public keys to whoever wants to verify our tokens. Needs no token itself. */
@WebServlet(urlPatterns = "/.well-known/jwks.json", asyncSupported = true)
public class JwksServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient SecurityRealm realm;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/jwk-set+json");
    response.setHeader("Cache-Control", "public, max-age=300");
    response.getOutputStream().write(realm.jwks().getBytes(StandardCharsets.UTF_8));
  }
}
