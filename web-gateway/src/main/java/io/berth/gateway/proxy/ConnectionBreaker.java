package io.berth.gateway.proxy;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import java.lang.reflect.Field;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Closes a caller's connection at once. The servlet API cannot: ending a chunked answer early looks
 * like a whole one. So this class alone knows what is behind a response of Payara; elsewhere it
 * does nothing but say so.
 */
final class ConnectionBreaker {
  private static final Logger LOG = Logger.getLogger(ConnectionBreaker.class.getName());

  private ConnectionBreaker() {}

  static void breakOff(ServletResponse response) {
    try {
      Object facade = unwrapped(response);
      Object catalina = field(facade, "response");
      Object grizzly = call(catalina, "getCoyoteResponse");
      Object request = call(grizzly, "getRequest");
      Object context = call(request, "getContext");
      Object connection = call(context, "getConnection");
      call(connection, "terminateSilently");
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      LOG.log(
          Level.WARNING,
          "a broken answer may look whole to its caller: this container's connection is unknown",
          unknown);
    }
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
