package io.berth.gateway.proxy;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What the container maps the projects' paths to, and what opens the {@link DataPlane} at the
 * start. The edge knows the door and goes there itself, so that nothing of the container's is on
 * the way twice; who comes by another way is served just the same.
 */
@WebServlet(
    name = "data-plane",
    urlPatterns = "/projects/*",
    asyncSupported = true,
    loadOnStartup = 1)
public class DataPlaneServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient DataPlaneSetup setup;

  private transient DataPlane plane;

  /** Called by the container before the first request. */
  @Override
  public void init() {
    // why: the object itself, not the container's proxy around it, on the hot path
    plane = setup.plane();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    plane.serve(request, response, request.getUserPrincipal());
  }
}
