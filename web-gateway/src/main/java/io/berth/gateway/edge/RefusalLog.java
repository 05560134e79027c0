package io.berth.gateway.edge;

import io.berth.gateway.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final long SECOND = 1_000_000_000L;

  private final LongSupplier nanos;
  private final Consumer<String> lines;
  private final AtomicLong left = new AtomicLong();
  private long second;
  private int written;

  RefusalLog() {
    this(System::nanoTime, AUDIT::info);
  }

  RefusalLog(LongSupplier nanos, Consumer<String> lines) {
    this.nanos = nanos;
    this.lines = lines;
    this.second = nanos.getAsLong();
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
    if (!mayWrite()) {
      left.incrementAndGet();
      return;
    }
    long silent = left.getAndSet(0);
    lines.accept(silent == 0 ? line : line + " unwritten-before=" + silent);
  }

  private synchronized boolean mayWrite() {
    long now = nanos.getAsLong();
    if (now - second >= SECOND) {
      second = now;
      written = 0;
    }
    return written++ < MOST;
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
