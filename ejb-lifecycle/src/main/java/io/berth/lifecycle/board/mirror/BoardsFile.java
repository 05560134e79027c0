package io.berth.lifecycle.board.mirror;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.board.github.GitHubAddress;
import io.berth.lifecycle.settings.InvalidSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the file of boards, strictly: what is wrong is told with the file, the project and the
 * field. Once, at start. Pure but for the reading.
 */
final class BoardsFile {
  private static final long LIMIT = 256 * 1024;
  private static final int MOST = 200;
  private static final Set<String> FIELDS =
      Set.of("provider", "url", "repository", "tokenFile", "label", "timeout", "poll", "assignees");
  private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "[::1]");

  private BoardsFile() {}

  static List<MirroredBoard> read(Path file) {
    List<String> mistakes = new ArrayList<>();
    List<MirroredBoard> boards = new ArrayList<>();
    try {
      if (Files.size(file) > LIMIT) {
        throw new IOException("it has more than " + LIMIT + " bytes");
      }
      Map<String, Object> all = JSON.std.mapFrom(Files.readString(file));
      if (all.size() > MOST) {
        mistakes.add("more than " + MOST + " boards");
      }
      all.forEach((project, says) -> add(project, says, boards, mistakes));
    } catch (IOException | ClassCastException e) {
      mistakes.add("is not readable as a JSON object (" + e.getMessage() + ")");
    }
    if (!mistakes.isEmpty()) {
      throw new InvalidSettings(
          mistakes.stream().map(m -> "berth.boards-file " + file + ": " + m).toList());
    }
    return List.copyOf(boards);
  }

  private static void add(
      String project, Object says, List<MirroredBoard> boards, List<String> mistakes) {
    try {
      if (!ProjectId.isValid(project) || !(says instanceof Map<?, ?> fields)) {
        throw new IllegalArgumentException("each entry is a project's id and an object");
      }
      boards.add(board(new ProjectId(project), fields));
    } catch (IllegalArgumentException e) {
      mistakes.add(project + ": " + e.getMessage());
    }
  }

  private static MirroredBoard board(ProjectId project, Map<?, ?> fields) {
    for (Object field : fields.keySet()) {
      if (!FIELDS.contains(field)) {
        throw new IllegalArgumentException("'" + field + "' is none of " + sorted());
      }
    }
    if (!"github".equals(fields.get("provider"))) {
      throw new IllegalArgumentException("'provider' must be github");
    }
    String repository = text(fields, "repository", "");
    if (!repository.matches("[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100}")) {
      throw new IllegalArgumentException("'repository' must be owner/name");
    }
    String tokenFile = text(fields, "tokenFile", "");
    if (tokenFile.isBlank()) {
      throw new IllegalArgumentException("'tokenFile' must be the path of a file with the token");
    }
    String label = text(fields, "label", "berth");
    if (!label.matches("[A-Za-z0-9][A-Za-z0-9 ._-]{0,49}")) {
      throw new IllegalArgumentException("'label' must be 1 to 50 letters, digits, . _ -");
    }
    return new MirroredBoard(
        project,
        new GitHubAddress(
            url(text(fields, "url", "https://api.github.com")),
            repository,
            Path.of(tokenFile),
            label,
            time(fields, "timeout", "PT10S", Duration.ofMillis(100), Duration.ofSeconds(30)),
            logins(fields.get("assignees"))),
        time(fields, "poll", "PT30S", Duration.ofMillis(100), Duration.ofDays(1)));
  }

  private static String sorted() {
    return String.join(", ", FIELDS.stream().sorted().toList());
  }

  private static String text(Map<?, ?> fields, String field, String fallback) {
    Object value = fields.get(field);
    if (value != null && !(value instanceof String)) {
      throw new IllegalArgumentException("'" + field + "' must be a text");
    }
    return value == null ? fallback : value.toString().strip();
  }

  private static URI url(String text) {
    URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    boolean here = "http".equals(url.getScheme()) && HERE.contains(String.valueOf(url.getHost()));
    if (url.getHost() == null || !(here || "https".equals(url.getScheme()))) {
      throw new IllegalArgumentException(
          "'url' must be a URL, like https://api.github.com; http only to this machine");
    }
    if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException("'url' must have neither credentials nor a query");
    }
    return url;
  }

  private static Duration time(
      Map<?, ?> fields, String field, String fallback, Duration least, Duration most) {
    try {
      Duration time = Duration.parse(text(fields, field, fallback));
      if (time.compareTo(least) >= 0 && time.compareTo(most) <= 0) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // why: what is no duration is told like one that is out of bounds
    }
    throw new IllegalArgumentException(
        "'" + field + "' must be a duration from " + least + " to " + most);
  }

  private static Map<String, String> logins(Object says) {
    Map<String, String> logins = new LinkedHashMap<>();
    if (says == null) {
      return logins;
    }
    if (!(says instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("'assignees' must map agents to logins");
    }
    map.forEach(
        (agent, login) -> {
          if (!AgentId.isValid(String.valueOf(agent))
              || !String.valueOf(login).matches("[A-Za-z0-9-]{1,60}")) {
            throw new IllegalArgumentException("'assignees': '" + agent + "' to a login");
          }
          logins.put(agent.toString(), login.toString());
        });
    return logins;
  }
}
