package io.berth.gateway.proxy;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import java.lang.reflect.Field;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Closes a caller's connection at once, and finds its socket. The servlet API can neither: ending a
 * chunked answer early looks like a whole one. So this class alone knows what is behind a response
 * of Payara; elsewhere it does nothing but say so.
 */
final class ConnectionBreaker {
  private static final Logger LOG = Logger.getLogger(ConnectionBreaker.class.getName());

  private ConnectionBreaker() {}

  static void breakOff(ServletResponse response) {
    try {
      call(connection(response), "terminateSilently");
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      LOG.log(
          Level.WARNING,
          "a broken answer may look whole to its caller: this container's connection is unknown",
          unknown);
    }
  }

  /** The caller's socket, only to look whether it is still there; null if that is unknown. */
  static Object socket(ServletResponse response) {
    try {
      return call(connection(response), "getChannel");
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      LOG.log(
          Level.WARNING,
          "callers that hang up are noticed late: this container's connection is unknown",
          unknown);
      return null;
    }
  }

  private static Object connection(ServletResponse response) throws ReflectiveOperationException {
    Object catalina = field(unwrapped(response), "response");
    Object grizzly = call(catalina, "getCoyoteResponse");
    Object request = call(grizzly, "getRequest");
    Object context = call(request, "getContext");
    return call(context, "getConnection");
  }

  private static ServletResponse unwrapped(ServletResponse response) {
    ServletResponse inner = response;
    while (inner instanceof ServletResponseWrapper wrapper) {
      inner = wrapper.getResponse();
    }
    return inner;
  }

  private static Object field(Object target, String name) throws ReflectiveOperationException {
    for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field.get(target);
        }
      }
    }
    throw new NoSuchFieldException(target.getClass() + "." + name);
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    java.lang.reflect.Method found = target.getClass().getMethod(method);
    found.setAccessible(true);
    return found.invoke(target);
  }
}
