package io.berth.gateway.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers where the container would have sent its own error page; {@code web.xml} names it as the
 * error page of everything. Called on an error dispatch only; asked directly, there is nothing.
 */
@WebServlet(urlPatterns = "/error-page", asyncSupported = true)
public class ErrorServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Integer status = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Throwable cause = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    int code = status == null ? HttpServletResponse.SC_NOT_FOUND : status;
    ProblemReply.send(response, problem(code, cause, request));
  }

  private static ProblemDetail problem(int status, Throwable cause, HttpServletRequest request) {
    return Failures.ofStatus(status)
        .orElseGet(
            () ->
                status == HttpServletResponse.SC_SERVICE_UNAVAILABLE
                    ? ProblemDetail.of("unavailable", status, "this node is not serving now")
                    : Incidents.report(
                        cause == null ? new IllegalStateException("status " + status) : cause,
                        request.getMethod()
                            + " "
                            + request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI)));
  }
}
