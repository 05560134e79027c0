package io.berth.cli.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** How a node is called: pure functions of the place, the port and the Java version. */
final class NodeCommand {
  private static final int COMPACT_HEADERS_SINCE = 25;
  private static final int NATIVE_ACCESS_SINCE = 24;

  /** For the command, not for the server, which refuses names that it does not know. */
  private static final Set<String> NOT_FOR_THE_SERVER =
      Set.of(
          "BERTH_DATA",
          "BERTH_DATABASE_PASSWORD",
          "BERTH_DATABASE_PASSWORD_FILE",
          "BERTH_DATABASE_URL",
          "BERTH_DATABASE_USER",
          "BERTH_NODE_JAVA_OPTS",
          "BERTH_TOKEN",
          "BERTH_URL");

  /** A JVM refuses to start with two of them. */
  private static final Pattern ANOTHER_COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC\\b");

  /** A JVM refuses a smallest share above the largest, and who sets one may set the other. */
  private static final Pattern OTHER_FREE_RATIO = Pattern.compile("-XX:M(in|ax)HeapFreeRatio=");

  /** Where a JVM finds options; it reads the last three by itself. */
  private static final Set<String> OPTIONS_OF_A_JVM =
      Set.of("BERTH_NODE_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private NodeCommand() {}

  /**
   * The command line; it carries no secret.
   *
   * @param hugePages whether the kernel gives large pages on request
   * @param env the caller's environment, with the operator's own Java options, which win over ours
   */
  static List<String> of(
      NodeFolder folder,
      Distribution distribution,
      int port,
      int javaVersion,
      boolean hugePages,
      Map<String, String> env) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-XX:ErrorFile=" + folder.root().resolve("hs_err_%p.log"),
            "-Djava.io.tmpdir=" + folder.temporary(),
            "-Dfile.encoding=UTF-8",
            "-Djava.net.preferIPv4Stack=true"));
    command.addAll(collector(env));
    if (javaVersion >= NATIVE_ACCESS_SINCE) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (javaVersion >= COMPACT_HEADERS_SINCE) {
      command.add("-XX:+UseCompactObjectHeaders");
    }
    if (hugePages) {
      // why: a request runs through megabytes of code and objects, a page of 4 KiB at a time
      command.add("-XX:+UseTransparentHugePages");
    }
    env.getOrDefault("BERTH_NODE_JAVA_OPTS", "")
        .lines()
        .flatMap(line -> List.of(line.strip().split("\\s+")).stream())
        .filter(option -> !option.isEmpty())
        .forEach(command::add);
    command.addAll(List.of("-jar", distribution.server("payara-micro.jar").toString()));
    command.addAll(serverArguments(folder, distribution, port));
    return command;
  }

  private static List<String> collector(Map<String, String> env) {
    if (isNamed(ANOTHER_COLLECTOR, env)) {
      // why: of G1, whose own idea of when to look for garbage lies below what always lives here
      return List.of("-XX:-G1UseAdaptiveIHOP", "-XX:InitiatingHeapOccupancyPercent=70");
    }
    // why: the server changes old objects that it keeps to reuse, at every request, which costs the
    // other collectors a fence each time. What is young is little, so that what many waiting
    // requests hold is copied in short pauses and the processor's caches hold what is in use
    List<String> options = new ArrayList<>(List.of("-XX:+UseParallelGC", "-Xmn48m"));
    if (!isNamed(OTHER_FREE_RATIO, env)) {
      // why: what is given back after a full collection is asked for anew, a little in each pause
      options.add("-XX:MinHeapFreeRatio=90");
    }
    return options;
  }

  private static boolean isNamed(Pattern option, Map<String, String> env) {
    return OPTIONS_OF_A_JVM.stream()
        .anyMatch(name -> option.matcher(env.getOrDefault(name, "")).find());
  }

  private static List<String> serverArguments(
      NodeFolder folder, Distribution distribution, int port) {
    return List.of(
        // why not --nocluster: with both, EJB timers look for Hazelcast and no application starts
        "--nohazelcast",
        "--disablephonehome",
        "--rootDir",
        folder.server().toString(),
        "--port",
        Integer.toString(port),
        "--addlibs",
        distribution.server("http-threads.jar").toString(),
        "--logproperties",
        folder.logging().toString(),
        "--prebootcommandfile",
        folder.preBoot().toString(),
        "--postdeploycommandfile",
        folder.postDeploy().toString(),
        "--systemproperties",
        folder.settings().toString(),
        "--contextroot",
        "/",
        "--deploy",
        distribution.server("jca-km-connector.rar").toString(),
        "--deploy",
        distribution.server("berth.war").toString());
  }

  /** The environment: the caller's without what is not for the server, and the node's mark. */
  static Map<String, String> environment(
      Map<String, String> callers, String installation, String node) {
    Map<String, String> environment = new HashMap<>(callers);
    environment.keySet().removeAll(NOT_FOR_THE_SERVER);
    environment.put("BERTH_INSTALLATION", installation);
    environment.put("BERTH_NODE", node);
    return environment;
  }
}
