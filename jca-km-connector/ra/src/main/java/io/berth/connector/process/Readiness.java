package io.berth.connector.process;

import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProbeResult.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks a process once whether it is ready, or well, in the way its runtime declares. Tries the IPv6
 * loopback too for foreign programs, many of which bind "localhost" wherever that leads.
 */
final class Readiness {
  static final InetAddress LOOPBACK = loopback(new byte[] {127, 0, 0, 1});
  private static final InetAddress LOOPBACK_6 =
      loopback(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

  private static final String ANSWERED = " answered ";

  private final LoopbackGet get;

  Readiness(LoopbackGet get) {
    this.get = get;
  }

  /**
   * The outcome of one question.
   *
   * @param host where it answered well; empty otherwise
   * @param complaint what was wrong otherwise, for a human
   */
  record Answer(Optional<InetAddress> host, String complaint) {}

  Answer ready(KmRuntime runtime, int port, String secret, Duration timeout) {
    String complaint = "";
    for (InetAddress host : runtime.builtIn() ? List.of(LOOPBACK) : List.of(LOOPBACK, LOOPBACK_6)) {
      String wrong =
          complaint(
              runtime, runtime.readyPath(), new InetSocketAddress(host, port), secret, timeout);
      if (wrong.isEmpty()) {
        return new Answer(Optional.of(host), "");
      }
      complaint = complaint.isEmpty() ? wrong : complaint;
    }
    return new Answer(Optional.empty(), complaint);
  }

  /**
   * How it is.
   *
   * @param complaint what was wrong, for a human; empty when nothing was
   */
  record Health(Finding finding, String complaint) {}

  /**
   * Asks a READY process whether it is well. The built-in KM is asked whether it is still ready,
   * and only when it says no whether it lives; of a foreign program only the path of its runtime is
   * known, and what answers badly there is unwell.
   */
  Health health(KmRuntime runtime, KmTarget target, Duration timeout) {
    String complaint = complaint(runtime, runtime.readyPath(), target, timeout);
    if (complaint.isEmpty()) {
      return new Health(Finding.WELL, "");
    }
    boolean lives =
        runtime.builtIn()
            && complaint.contains(ANSWERED)
            && complaint(runtime, "/health", target, timeout).isEmpty();
    return new Health(lives ? Finding.NOT_READY : Finding.UNWELL, complaint);
  }

  private String complaint(KmRuntime runtime, String path, KmTarget target, Duration timeout) {
    return complaint(runtime, path, target.address(), target.secret(), timeout);
  }

  private String complaint(
      KmRuntime runtime, String path, InetSocketAddress address, String secret, Duration timeout) {
    try {
      if (path.isEmpty()) {
        get.connect(address, timeout);
        return "";
      }
      Optional<String> shown = runtime.builtIn() ? Optional.of(secret) : Optional.empty();
      int status = get.status(address, path, shown, timeout);
      return status / 100 == 2 ? "" : "GET " + path + ANSWERED + status;
    } catch (IOException e) {
      // why its class: the JDK says of some timeouts no more than that
      String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return (path.isEmpty() ? "connect" : "GET " + path) + ": " + what;
    }
  }

  private static InetAddress loopback(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
