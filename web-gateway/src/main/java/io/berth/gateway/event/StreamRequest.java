package io.berth.gateway.event;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Queries;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which stream of events a request asks for. Pure. */
record StreamRequest(EventScope scope, OptionalLong after) {
  private static final Pattern PATH = Pattern.compile("/api/v1/(?:projects/([^/]+)/)?events");
  private static final String MEDIA_TYPE = "text/event-stream";

  /** Whether a GET of this path with this Accept asks for a stream at all. */
  static boolean matches(String method, String path, String accept) {
    return method.equals("GET")
        && accept != null
        && accept.contains(MEDIA_TYPE)
        && PATH.matcher(path).matches();
  }

  /** Reads a request that matches. */
  static StreamRequest of(String path, Caller caller, String lastEventId, String after) {
    Matcher matcher = PATH.matcher(path);
    Optional<ProjectId> project =
        matcher.matches()
            ? Optional.ofNullable(matcher.group(1)).map(StreamRequest::id)
            : Optional.empty();
    boolean permitted =
        project
            .map(id -> GrantCheck.allows(caller, Action.READ_PROCESS, id))
            .orElseGet(() -> GrantCheck.allows(caller, Action.READ_EVENTS));
    if (!permitted) {
      throw new ProblemException(
          ProblemDetail.forbidden(caller.subject() + " has no right to these events"));
    }
    String position = lastEventId == null ? after : lastEventId;
    return new StreamRequest(new EventScope(caller, project), position(position));
  }

  private static OptionalLong position(String text) {
    if (text == null || text.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Queries.number("Last-Event-ID", text, 0, Long.MAX_VALUE, 0));
  }

  private static ProjectId id(String text) {
    if (!ProjectId.isValid(text)) {
      throw Queries.invalid("the project id in the path must be " + ProjectId.RULE);
    }
    return new ProjectId(text);
  }
}
