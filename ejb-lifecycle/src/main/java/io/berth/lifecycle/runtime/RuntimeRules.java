package io.berth.lifecycle.runtime;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.connector.api.Transport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a runtime must look like before it is stored. Pure. */
final class RuntimeRules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Set<String> VARIABLES =
      Set.of("port", "data", "project", "generation", "java");
  private static final int MOST_PARTS = 256;
  private static final int MOST_NICE = 19;
  private static final int LONGEST = 8_192;

  private RuntimeRules() {}

  static void mayChange(String name) throws KmException {
    if (name.equals(KmRuntime.BUILT_IN)) {
      throw new KmException(
          Problem.CONFLICT, "the runtime " + name + " is part of Berth and cannot be changed");
    }
  }

  static void check(KmRuntime runtime) throws KmException {
    mayChange(runtime.name());
    require(
        NAME.matcher(runtime.name()).matches(),
        "a runtime's name must be 1 to 63 characters: a-z, 0-9, '-' and '.' inside");
    require(
        runtime.command().size() <= MOST_PARTS && runtime.env().size() <= MOST_PARTS,
        "at most " + MOST_PARTS + " arguments and environment variables");
    texts(runtime.command());
    texts(List.copyOf(runtime.env().values()));
    require(!runtime.command().get(0).isBlank(), "the command must not be blank");
    for (Map.Entry<String, String> variable : runtime.env().entrySet()) {
      require(
          ENVIRONMENT_NAME.matcher(variable.getKey()).matches(),
          "'" + variable.getKey() + "' is not a name of an environment variable");
      require(
          !variable.getKey().startsWith("BERTH_"),
          "environment variables that start with BERTH_ are set by Berth itself");
    }
    if (runtime.transport() == Transport.HTTP) {
      require(
          runtime.readyPath().isEmpty() || runtime.readyPath().startsWith("/"),
          "readyPath must start with / or be empty");
    }
    require(runtime.mcpPath().startsWith("/"), "mcpPath must start with /");
    require(
        runtime.transport() == Transport.HTTP || !mentionsPort(runtime),
        "a stdio program has no port: ${port} means nothing in its command and env");
    require(
        runtime.memoryLimit().isEmpty() || runtime.memoryLimit().getAsLong() >= 1 << 20,
        "memoryLimit is in bytes and at least 1048576");
    require(
        runtime.nice() >= 0 && runtime.nice() <= MOST_NICE,
        "nice is between 0 and 19: a program may give way, never push ahead");
  }

  private static boolean mentionsPort(KmRuntime runtime) {
    return runtime.command().stream().anyMatch(text -> text.contains("${port}"))
        || runtime.env().values().stream().anyMatch(text -> text.contains("${port}"));
  }

  private static void texts(List<String> texts) throws KmException {
    for (String text : texts) {
      require(
          text.length() <= LONGEST && text.indexOf('\0') < 0, "a value is too long or has a NUL");
      Matcher variable = VARIABLE.matcher(text);
      while (variable.find()) {
        require(
            VARIABLES.contains(variable.group(1)),
            "${"
                + variable.group(1)
                + "} is not known; use ${port} ${data} ${project}"
                + " ${generation} ${java}");
      }
    }
  }

  private static void require(boolean holds, String rule) throws KmException {
    if (!holds) {
      throw new KmException(Problem.INVALID, rule);
    }
  }
}
