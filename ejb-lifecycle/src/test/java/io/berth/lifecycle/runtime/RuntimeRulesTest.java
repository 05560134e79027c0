package io.berth.lifecycle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.connector.api.Transport;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuntimeRulesTest {
  private static KmRuntime runtime(
      String name, List<String> command, Map<String, String> env, String ready, long limit) {
    return runtime(name, command, env, ready, limit, 7);
  }

  private static KmRuntime runtime(
      String name,
      List<String> command,
      Map<String, String> env,
      String ready,
      long limit,
      int nice) {
    return new KmRuntime(
        name,
        Transport.HTTP,
        command,
        env,
        ready,
        "/mcp",
        limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit),
        nice,
        Set.of(),
        false,
        false);
  }

  @Test
  void aRuntimeThatKeepsTheRulesIsReadBackAsItWasWritten() {
    KmRuntime good =
        runtime(
            "my.py-1", List.of("python3", "${data}/km.py"), Map.of("P", "${port}"), "", 1 << 26);
    assertThatCode(() -> RuntimeRules.check(good)).doesNotThrowAnyException();
    assertThat(RuntimeJson.read("my.py-1", RuntimeJson.write(good))).isEqualTo(good);
  }

  @Test
  void eachRuleIsToldWhenItIsBroken() {
    List<String> ok = List.of("x");
    assertRefused("1 to 63", runtime("My", ok, Map.of(), "/r", 0));
    assertRefused("blank", runtime("a", List.of(" "), Map.of(), "/r", 0));
    assertRefused("${home}", runtime("a", List.of("${home}/x"), Map.of(), "/r", 0));
    assertRefused("environment variable", runtime("a", ok, Map.of("A-B", "x"), "/r", 0));
    assertRefused("BERTH_", runtime("a", ok, Map.of("BERTH_NODE", "x"), "/r", 0));
    assertRefused("readyPath", runtime("a", ok, Map.of(), "health", 0));
    assertRefused("nice", runtime("a", ok, Map.of(), "/r", 0, -1));
    assertRefused("nice", runtime("a", ok, Map.of(), "/r", 0, 20));
    assertRefused("memoryLimit", runtime("a", ok, Map.of(), "/r", 100));
  }

  @Test
  void aStdioProgramHasNoPort() {
    KmRuntime http = runtime("a", List.of("x", "--port=${port}"), Map.of(), "", 0);
    KmRuntime stdio =
        new KmRuntime(
            "a",
            Transport.STDIO,
            http.command(),
            Map.of(),
            "",
            "/mcp",
            OptionalLong.empty(),
            0,
            Set.of(),
            false,
            false);
    assertThatCode(() -> RuntimeRules.check(http)).doesNotThrowAnyException();
    assertRefused("no port", stdio);
  }

  private static void assertRefused(String rule, KmRuntime runtime) {
    KmException failure =
        catchThrowableOfType(KmException.class, () -> RuntimeRules.check(runtime));
    assertThat(failure.problem()).isEqualTo(Problem.INVALID);
    assertThat(failure.getMessage()).contains(rule);
  }
}
