package io.berth.connector.stdio;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.mcp.RpcMessage;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Passes a caller's request on to the program. Belongs to the bridge and its lock. */
final class Forward {
  private static final Set<String> READING =
      Set.of(
          "tools/list",
          "resources/list",
          "resources/templates/list",
          "resources/read",
          "prompts/list",
          "prompts/get",
          "completion/complete");

  private final String name;
  private final Child child;
  private final Set<String> readOnlyTools;
  private final LongSupplier nanos;

  Forward(String name, Child child, Set<String> readOnlyTools, LongSupplier nanos) {
    this.name = name;
    this.child = child;
    this.readOnlyTools = readOnlyTools;
    this.nanos = nanos;
  }

  void request(RpcMessage.Request request, Session session, Reply reply) {
    request(request, session, reply, any -> {});
  }

  void request(
      RpcMessage.Request request,
      Session session,
      Reply reply,
      Consumer<Map<String, Object>> answered) {
    Call call =
        new Call(
            request.id(),
            request.method(),
            Messages.progressToken(request.params()),
            session,
            reply,
            replaySafe(request),
            answered,
            nanos.getAsLong());
    if (!child.call(call, request.params())) {
      reply.fail(
          new KmException(
              Problem.OVERLOADED,
              name
                  + " does not keep up: "
                  + child.calls().size()
                  + " calls wait for its answers; ask again later"));
    }
  }

  /** The same rule as the gateway's: it decides whether a replay happens. */
  private boolean replaySafe(RpcMessage.Request request) {
    return READING.contains(request.method())
        || request.method().equals("tools/call")
            && readOnlyTools.contains(String.valueOf(request.params().get("name")));
  }
}
