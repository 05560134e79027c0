package io.berth.gateway.proxy;

import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@link Inbound} on a servlet request and response: a translation, no decisions. */
final class ServletInbound implements Inbound {
  /** Where the edge leaves the request's id. */
  private static final String REQUEST_ID = "berth.request-id";

  /** why left out: no KM sees it, the edge has judged it, and it is longer than all the others. */
  private static final String CREDENTIALS = "authorization";

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  // why kept: the container makes a new text of its bytes each time it is asked
  private final String method;
  private final String path;
  private String remoteAddress;
  private AsyncContext async;
  private boolean completed;
  private int status;
  private CountedOutput out;

  ServletInbound(HttpServletRequest request, HttpServletResponse response) {
    this.request = request;
    this.response = response;
    this.method = request.getMethod();
    this.path = request.getRequestURI().substring(request.getContextPath().length());
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String query() {
    return request.getQueryString();
  }

  @Override
  public List<KmHeader> headers() {
    List<KmHeader> headers = new ArrayList<>();
    Enumeration<String> names = request.getHeaderNames();
    while (names.hasMoreElements()) {
      String name = names.nextElement();
      if (name.equalsIgnoreCase(CREDENTIALS)) {
        continue;
      }
      Enumeration<String> values = request.getHeaders(name);
      while (values.hasMoreElements()) {
        headers.add(new KmHeader(name, values.nextElement()));
      }
    }
    return headers;
  }

  @Override
  public String remoteAddress() {
    if (remoteAddress == null) {
      remoteAddress = request.getRemoteAddr();
    }
    return remoteAddress;
  }

  @Override
  public String scheme() {
    return request.getScheme();
  }

  @Override
  public String protocol() {
    return request.getProtocol();
  }

  @Override
  public String requestId() {
    return request.getAttribute(REQUEST_ID) instanceof String id ? id : null;
  }

  @Override
  public long bodyLength() {
    long length = request.getContentLengthLong();
    if (length >= 0) {
      return length;
    }
    return request.getHeader("transfer-encoding") == null ? 0 : -1;
  }

  @Override
  public int bodyAvailable() throws IOException {
    return request.getInputStream().available();
  }

  @Override
  public InputStream body() throws IOException {
    return request.getInputStream();
  }

  @Override
  public void goAsync() {
    if (async == null) {
      async = request.startAsync(request, response);
      // why: the data plane has deadlines of its own, and streams have none
      async.setTimeout(0);
    }
  }

  @Override
  public boolean isAsync() {
    return async != null;
  }

  @Override
  public OutputStream respond(int status, List<KmHeader> headers, long length) throws IOException {
    this.status = status;
    response.setStatus(status);
    for (KmHeader header : headers) {
      response.addHeader(header.name(), header.value());
    }
    if (length >= 0) {
      response.setContentLengthLong(length);
    }
    out = new CountedOutput(response.getOutputStream());
    return out;
  }

  @Override
  public void trailers(Supplier<List<KmHeader>> trailers) {
    if (!request.getProtocol().equals("HTTP/1.0")) {
      response.setTrailerFields(() -> named(trailers.get()));
    }
  }

  private static Map<String, String> named(List<KmHeader> trailers) {
    Map<String, String> fields = new LinkedHashMap<>();
    trailers.forEach(
        trailer -> fields.merge(trailer.name(), trailer.value(), (a, b) -> a + ", " + b));
    return fields;
  }

  @Override
  public boolean responded() {
    return status != 0;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public long sent() {
    return out == null ? 0 : out.count();
  }

  @Override
  public void joinTunnel(
      List<KmHeader> headers, KmExchange tunnel, WorkerShare workers, Runnable ended)
      throws IOException {
    try {
      TunnelHandler handler = request.upgrade(TunnelHandler.class);
      handler.connect(tunnel, workers, ended);
    } catch (ServletException refused) {
      throw new IOException("the container refuses the upgrade", refused);
    }
    status = HttpServletResponse.SC_SWITCHING_PROTOCOLS;
    response.setStatus(status);
    for (KmHeader header : headers) {
      response.addHeader(header.name(), header.value());
    }
    // why: without it Payara sends the head only with the first byte of the tunnel
    response.flushBuffer();
  }

  @Override
  public Object socket() {
    return ConnectionBreaker.socket(response);
  }

  @Override
  public void abort() {
    ConnectionBreaker.breakOff(response);
  }

  @Override
  public void complete() {
    if (async != null && !completed) {
      completed = true;
      try {
        async.complete();
      } catch (IllegalStateException over) {
        // why: the container ended it already, the connection is gone
        completed = true;
      }
    }
  }
}
