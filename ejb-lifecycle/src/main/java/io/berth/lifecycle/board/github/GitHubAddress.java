package io.berth.lifecycle.board.github;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Where a board is at GitHub, or at a server that speaks like it.
 *
 * @param api {@code https://api.github.com}, or {@code https://host/api/v3}
 * @param repository owner and name, with a slash between
 * @param tokenFile read again for each call
 * @param label which issues are cards
 * @param timeout of each call
 * @param logins of agents that have an account there
 */
public record GitHubAddress(
    URI api,
    String repository,
    Path tokenFile,
    String label,
    Duration timeout,
    Map<String, String> logins) {
  public GitHubAddress {
    logins = Map.copyOf(logins);
  }

  /** In words, without secrets. */
  public String display() {
    return api + "/repos/" + repository;
  }
}
