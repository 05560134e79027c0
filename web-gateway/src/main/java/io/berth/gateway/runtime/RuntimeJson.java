package io.berth.gateway.runtime;

import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Transport;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.lifecycle.runtime.RuntimeVersion;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A runtime as JSON, in and out. Pure. */
final class RuntimeJson {
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "version",
          "transport",
          "command",
          "env",
          "readyPath",
          "mcpPath",
          "memoryLimit",
          "nice",
          "readOnlyTools",
          "storesIdempotencyKeys",
          "permitsAnyBind",
          "activate");

  private RuntimeJson() {}

  static KmRuntime read(JsonObject json) {
    JsonInput input = new JsonInput(json, FIELDS);
    String name = input.required("name", RuntimeJson::name);
    List<String> command = input.texts("command");
    // why: the built-in one is refused further down, with a conflict; its command is always empty
    if (command.isEmpty() && !name.equals(KmRuntime.BUILT_IN)) {
      throw invalid("'command' is required: the program, then its arguments");
    }
    return new KmRuntime(
        name,
        input.optional("transport", RuntimeJson::transport).orElse(Transport.HTTP),
        name.equals(KmRuntime.BUILT_IN) ? List.of() : command,
        input.values("env"),
        input.optional("readyPath", RuntimeJson::path).orElse(""),
        input.optional("mcpPath", RuntimeJson::path).orElse("/mcp"),
        input.number("memoryLimit"),
        nice(input.number("nice")),
        Set.copyOf(input.texts("readOnlyTools")),
        input.flag("storesIdempotencyKeys").orElse(false),
        input.flag("permitsAnyBind").orElse(false));
  }

  /** Whether starts are to take it at once; they are unless the caller says otherwise. */
  static boolean activates(JsonObject json) {
    return new JsonInput(json, FIELDS).flag("activate").orElse(true);
  }

  static JsonView version(RuntimeVersion version, boolean withSecrets) {
    return view(version.runtime(), withSecrets)
        .text("content", version.runtime().content())
        .flag("current", version.current())
        .text("actor", version.actor())
        .text("createdAt", version.createdAt());
  }

  static JsonView view(KmRuntime runtime, boolean withSecrets) {
    return new JsonView()
        .text("name", runtime.name())
        .number("version", runtime.version())
        .text("transport", runtime.transport().name().toLowerCase(Locale.ROOT))
        .texts("command", runtime.command())
        .values("env", withSecrets ? runtime.env() : hidden(runtime.env()))
        .text("readyPath", runtime.readyPath())
        .text("mcpPath", runtime.mcpPath())
        .number("memoryLimit", runtime.memoryLimit())
        .number("nice", runtime.nice())
        .texts("readOnlyTools", new TreeSet<>(runtime.readOnlyTools()))
        .flag("storesIdempotencyKeys", runtime.storesIdempotencyKeys())
        .flag("permitsAnyBind", runtime.permitsAnyBind());
  }

  /** The environment may hold secrets of the program: who cannot set them does not see them. */
  private static Map<String, String> hidden(Map<String, String> env) {
    return env.keySet().stream().collect(Collectors.toMap(key -> key, key -> "…"));
  }

  /** What it may be is the rule of the registry; here only that it fits. */
  private static int nice(OptionalLong level) {
    long given = level.orElse(0);
    if (given != (int) given) {
      throw invalid("'nice' is out of range");
    }
    return (int) given;
  }

  private static String name(String text) {
    if (!ProjectId.isValid(text)) {
      throw new IllegalArgumentException("a runtime's name must be " + ProjectId.RULE);
    }
    return text;
  }

  private static Transport transport(String text) {
    return switch (text) {
      case "http" -> Transport.HTTP;
      case "stdio" -> Transport.STDIO;
      default -> throw new IllegalArgumentException("http or stdio");
    };
  }

  private static String path(String text) {
    if (!text.isEmpty()
        && (!text.startsWith("/") || text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f))) {
      throw new IllegalArgumentException("a path begins with '/' and is percent-encoded");
    }
    return text;
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemDetail.invalid(detail));
  }
}
