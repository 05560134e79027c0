package io.berth.gateway.edge;

import io.berth.gateway.problem.ProblemDetail;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Under which names this server is called, and from whose pages. A browser tells both truly, so
 * that a page of a stranger, or a stranger's name that leads here, gets nothing. Pure; an IP
 * address or {@code localhost} cannot be such a name.
 */
final class Doors {
  private static final Pattern ADDRESS =
      Pattern.compile("localhost|\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

  private final Set<String> hosts;
  private final Set<String> origins;

  Doors(List<String> hosts, List<String> origins) {
    this.hosts = Set.copyOf(hosts);
    this.origins = Set.copyOf(origins);
  }

  /**
   * Why the request is not let in, if it is not.
   *
   * @param host the line {@code Host}, or null
   * @param origin the line {@code Origin}, or null where no page sends it
   */
  Optional<ProblemDetail> refuses(String host, String origin) {
    String name = host == null ? "" : name(host);
    if (!hosts.isEmpty() && !name.isEmpty() && !isOurs(name)) {
      return Optional.of(
          ProblemDetail.of(
              "misdirected",
              421,
              "this server is not called "
                  + harmless(name)
                  + "; an administrator may add the name to berth.hosts"));
    }
    if (origin == null || origins.contains(lower(origin)) || isOwnPage(host, origin)) {
      return Optional.empty();
    }
    return Optional.of(
        ProblemDetail.of(
            "foreign-origin",
            403,
            "pages of "
                + harmless(origin)
                + " may not call this server; an administrator may add it to berth.origins"));
  }

  /** Whether a browser must be told that the page of this origin may read the answer. */
  boolean isListed(String origin) {
    return origin != null && origins.contains(lower(origin));
  }

  private boolean isOwnPage(String host, String origin) {
    int scheme = origin.indexOf("://");
    return host != null
        && scheme > 0
        && lower(origin.substring(scheme + 3)).equals(lower(host))
        && isOurs(name(host));
  }

  private boolean isOurs(String name) {
    return ADDRESS.matcher(name).matches() || hosts.contains(name);
  }

  /** Without the port. */
  private static String name(String host) {
    int end = host.lastIndexOf(':');
    boolean port = end > host.lastIndexOf(']');
    return lower(port ? host.substring(0, end) : host);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String harmless(String text) {
    String shown = text.replaceAll("[^A-Za-z0-9.:/\\[\\]_-]", "?");
    return shown.length() > 100 ? shown.substring(0, 100) + "…" : shown;
  }
}
