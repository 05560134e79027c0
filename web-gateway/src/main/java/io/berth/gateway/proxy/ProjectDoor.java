package io.berth.gateway.proxy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;

/**
 * Where a request for a project goes in once it is known who asks: the {@link DataPlane}, as the
 * edge sees it. Called on container threads.
 */
public interface ProjectDoor {
  /**
   * Serves it, or goes asynchronous; never throws.
   *
   * @param caller who asks, or null if nobody found out
   */
  void serve(HttpServletRequest request, HttpServletResponse response, Principal caller);
}
