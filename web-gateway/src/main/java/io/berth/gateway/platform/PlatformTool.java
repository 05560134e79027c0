package io.berth.gateway.platform;

import io.berth.connector.api.KmException;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.security.Caller;
import io.berth.mcp.Arguments;
import io.berth.mcp.JsonText;
import io.berth.mcp.Tool;
import io.berth.mcp.ToolFailure;
import io.berth.mcp.ToolSpec;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * One tool at {@code /mcp}: its checked arguments go to the same code as the body of a request to
 * the management API, and what that answers or refuses comes back as JSON in the originals' shape.
 * Request threads, many at once.
 */
record PlatformTool(ToolSpec spec, Later work) implements Tool<Visit> {

  /** Work that is done when it returns. */
  @FunctionalInterface
  interface Now {
    /** The answer. */
    JsonView answer(Caller caller, JsonObject input) throws KmException;
  }

  /** Work that may have to wait, without a thread. */
  @FunctionalInterface
  interface Later {
    /** The answer, perhaps later. */
    CompletionStage<JsonView> answer(Visit visit, JsonObject input) throws KmException;
  }

  static PlatformTool of(ToolSpec spec, Now work) {
    return new PlatformTool(
        spec,
        (visit, input) -> CompletableFuture.completedFuture(work.answer(visit.caller(), input)));
  }

  @Override
  public String call(Arguments arguments, Visit visit) {
    throw new UnsupportedOperationException("the answer may come later: begin");
  }

  @Override
  public CompletionStage<String> begin(Arguments arguments, Visit visit) throws ToolFailure {
    try {
      return work.answer(visit, json(arguments))
          .handle(
              (view, thrown) -> {
                if (thrown == null) {
                  return view.build().toString();
                }
                throw new CompletionException(ProblemFailure.of(thrown, spec.name()));
              });
    } catch (KmException | RuntimeException e) {
      throw ProblemFailure.of(e, spec.name());
    }
  }

  /** In the shape of the originals, with the problem's type so that programs can tell. */
  @Override
  public String told(ToolFailure failure) {
    ProblemDetail problem = ProblemFailure.problem(failure);
    JsonView view =
        new JsonView()
            .flag("success", false)
            .text("error", problem.detail())
            .text("message", problem.detail())
            .text("tool", spec.name())
            .text("type", ProblemDetail.TYPE + problem.label())
            .number("status", problem.status());
    problem.retryAfterSeconds().ifPresent(s -> view.number("retry_after", Long.parseLong(s)));
    return view.build().toString();
  }

  private static JsonObject json(Arguments arguments) {
    try (JsonReader reader = Json.createReader(new StringReader(JsonText.text(arguments)))) {
      return reader.readObject();
    }
  }
}
