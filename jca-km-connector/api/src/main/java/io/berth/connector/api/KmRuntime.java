package io.berth.connector.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How a Knowledge Manager is started. {@code command} and the values of {@code env} may contain
 * {@code ${port} ${data} ${project} ${generation} ${java}}; nothing else is expanded and no shell
 * is involved.
 *
 * @param name the name it is registered under
 * @param transport how it is spoken to
 * @param command program and arguments; empty exactly for the built-in runtime
 * @param env the whole environment of the process, beside what the adapter itself adds
 * @param readyPath a GET of this path answers 2xx when it is ready; empty: an accepted connection
 *     is enough
 * @param mcpPath where its MCP endpoint is
 * @param memoryLimit bytes of writable memory of each of its processes, where the host can enforce
 *     it
 * @param nice how much it gives way to others for the processor: 0 to 19
 * @param readOnlyTools MCP tools that change nothing: replayable and cacheable
 * @param storesIdempotencyKeys whether it stores {@code Idempotency-Key} in the write's own
 *     transaction
 * @param permitsAnyBind whether it may listen elsewhere than on loopback
 * @param version which of its numbered versions this is; 0: none in particular
 * @param content which installed built-in KM is meant; empty: the one that the adapter carries
 */
public record KmRuntime(
    String name,
    Transport transport,
    List<String> command,
    Map<String, String> env,
    String readyPath,
    String mcpPath,
    OptionalLong memoryLimit,
    int nice,
    Set<String> readOnlyTools,
    boolean storesIdempotencyKeys,
    boolean permitsAnyBind,
    int version,
    String content) {
  /** The name of the runtime that is always there: Berth's own {@code km-server}. */
  public static final String BUILT_IN = "built-in";

  public KmRuntime {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(transport, "transport");
    command = List.copyOf(command);
    env = Map.copyOf(env);
    Objects.requireNonNull(readyPath, "readyPath");
    Objects.requireNonNull(mcpPath, "mcpPath");
    Objects.requireNonNull(memoryLimit, "memoryLimit");
    readOnlyTools = Set.copyOf(readOnlyTools);
    Objects.requireNonNull(content, "content");
    if (command.isEmpty() != name.equals(BUILT_IN)) {
      throw new IllegalArgumentException(
          "runtime " + name + ": a command is required, except for " + BUILT_IN);
    }
  }

  /** One that has no version yet. */
  public KmRuntime(
      String name,
      Transport transport,
      List<String> command,
      Map<String, String> env,
      String readyPath,
      String mcpPath,
      OptionalLong memoryLimit,
      int nice,
      Set<String> readOnlyTools,
      boolean storesIdempotencyKeys,
      boolean permitsAnyBind) {
    this(
        name,
        transport,
        command,
        env,
        readyPath,
        mcpPath,
        memoryLimit,
        nice,
        readOnlyTools,
        storesIdempotencyKeys,
        permitsAnyBind,
        0,
        "");
  }

  /** The same as this version of it. */
  public KmRuntime at(int number) {
    return at(number, content);
  }

  /** The same as this version of it, with this content of the built-in KM. */
  public KmRuntime at(int number, String installed) {
    return new KmRuntime(
        name,
        transport,
        command,
        env,
        readyPath,
        mcpPath,
        memoryLimit,
        nice,
        readOnlyTools,
        storesIdempotencyKeys,
        permitsAnyBind,
        number,
        installed);
  }

  /** Whether this is Berth's own Knowledge Manager, which checks secrets and renews a lease. */
  public boolean builtIn() {
    return name.equals(BUILT_IN);
  }

  /** The built-in Knowledge Manager as the adapter knows how to start it. */
  public static KmRuntime builtInRuntime() {
    return new KmRuntime(
        BUILT_IN,
        Transport.HTTP,
        List.of(),
        Map.of(),
        "/ready",
        "/mcp",
        OptionalLong.empty(),
        0,
        Set.of("query", "get", "list", "get_api", "get_file_path", "query_file_summaries"),
        true,
        false);
  }
}
