package io.berth.lifecycle.board.github;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Calls with values instead of texts, within the time that a batch has. One thread. What is no JSON
 * of the expected shape is a failure of the board.
 */
final class IssueCalls {
  private static final Duration ALWAYS = Duration.ofDays(1);

  private final GitHubHttp http;
  private final LongSupplier nanos;
  private boolean limited;
  private long end;

  /** A page of a list: nothing if it is the one with the tag. */
  record Page(List<Map<String, Object>> items, String tag, boolean same) {}

  IssueCalls(GitHubHttp http, LongSupplier nanos) {
    this.http = http;
    this.nanos = nanos;
  }

  void within(Duration time) {
    limited = true;
    end = nanos.getAsLong() + time.toNanos();
  }

  private Duration left() {
    return limited ? Duration.ofNanos(end - nanos.getAsLong()) : ALWAYS;
  }

  /** One thing; empty if it is not there. */
  Optional<Map<String, Object>> object(String path) throws KmException {
    GitHubHttp.Reply reply = http.get(path, "", left());
    return reply.missing() ? Optional.empty() : Optional.of(map(reply));
  }

  Page page(String path, String tag) throws KmException {
    GitHubHttp.Reply reply = http.get(path, tag, left());
    if (reply.status() == 304) {
      return new Page(List.of(), tag, true);
    }
    if (reply.missing()) {
      throw http.failure(
          Problem.NO_SUCH_TASK,
          "has no " + path.split("\\?", 2)[0] + " (" + reply.status() + ")",
          null);
    }
    if (reply.status() != 200) {
      throw http.failure(
          Problem.UNAVAILABLE,
          "has no issues (" + reply.status() + "): they may be turned off, or not for this token",
          null);
    }
    List<Map<String, Object>> items = new ArrayList<>();
    try {
      for (Object item : JSON.std.listFrom(reply.body())) {
        items.add(checked(item));
      }
    } catch (IOException | ClassCastException | NullPointerException e) {
      throw malformed(e);
    }
    return new Page(List.copyOf(items), reply.tag(), false);
  }

  /** Changes something; empty if it is not there. */
  Optional<Map<String, Object>> write(String method, String path, Map<String, ?> body)
      throws KmException {
    GitHubHttp.Reply reply = http.send(method, path, Optional.of(body), left());
    if (reply.status() == 422) {
      throw http.failure(Problem.INVALID, "refuses " + path + ": " + reason(reply.body()), null);
    }
    // why not read: labels answer with a list, which nobody needs
    if (path.endsWith("/labels")) {
      return reply.missing() ? Optional.empty() : Optional.of(Map.of());
    }
    return reply.missing() ? Optional.empty() : Optional.of(map(reply));
  }

  private static String reason(String body) {
    String plain = body.replaceAll("\\p{Cntrl}", " ");
    return plain.length() > 300 ? plain.substring(0, 300) : plain;
  }

  /** Takes something away; that it was not there is as good. */
  void delete(String path) throws KmException {
    http.send("DELETE", path, Optional.empty(), left());
  }

  private Map<String, Object> map(GitHubHttp.Reply reply) throws KmException {
    try {
      return JSON.std.mapFrom(reply.body());
    } catch (IOException | ClassCastException | NullPointerException e) {
      throw malformed(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> checked(Object item) {
    return (Map<String, Object>) item;
  }

  private KmException malformed(Exception cause) {
    return http.failure(Problem.BAD_UPSTREAM, "answers what is not JSON of an issue", cause);
  }

  static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  void close() {
    http.close();
  }
}
