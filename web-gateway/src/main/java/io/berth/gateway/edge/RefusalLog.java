package io.berth.gateway.edge;

import io.berth.gateway.observe.CappedLog;
import io.berth.gateway.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Logger;

/**
 * Every refusal of ours in the log {@code io.berth.audit}: who, what, from where, why, under which
 * request id. A flood is counted instead of written, and the count is told with the next line. On
 * request threads; never blocks.
 */
final class RefusalLog {
  /** Lines a second. */
  static final int MOST = 100;

  private static final Logger AUDIT = Logger.getLogger("io.berth.audit");
  private static final int LONGEST = 200;

  private final CappedLog log;

  RefusalLog() {
    this(System::nanoTime, AUDIT::info);
  }

  RefusalLog(LongSupplier nanos, Consumer<String> lines) {
    this.log = new CappedLog(MOST, nanos, lines);
  }

  /** Looks at an answer that is made, and writes if it is a refusal. */
  void look(HttpServletRequest request, HttpServletResponse response, Caller caller, boolean km) {
    if (request.isAsyncStarted()) {
      // why: refusals are made at once; what lasts was let in, and may be over on another thread
      return;
    }
    int status = response.getStatus();
    boolean refused = status == 401 || status == 403 || status == 421 || status == 429;
    // why: a KM's own refusals are between it and its caller
    if (refused && (!km || response.getHeader("Berth-Reason") != null)) {
      write(
          "refused status="
              + status
              + " subject="
              + (caller == null ? "-" : caller.subject())
              + " method="
              + printable(request.getMethod())
              + " path="
              + printable(request.getRequestURI())
              + " remote="
              + request.getRemoteAddr()
              + " request="
              + request.getAttribute(RequestId.ATTRIBUTE));
    }
  }

  void write(String line) {
    log.write(line);
  }

  /** why: a line of the log must stay one line, whatever the path has in it. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < LONGEST; i++) {
      char c = text.charAt(i);
      shown.append(c > 0x20 && c < 0x7f ? c : '?');
    }
    return shown.toString();
  }
}
