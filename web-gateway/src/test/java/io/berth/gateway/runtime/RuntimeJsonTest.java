package io.berth.gateway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Transport;
import io.berth.gateway.problem.ProblemException;
import jakarta.json.Json;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class RuntimeJsonTest {
  @Test
  void whatIsWrittenIsReadBackTheSame() {
    KmRuntime runtime =
        read(
            "{'name':'notes','transport':'stdio','command':['node','a.js','${port}'],"
                + "'env':{'KEY':'secret'},'readyPath':'/health','mcpPath':'/x','memoryLimit':1024,'nice':3,"
                + "'readOnlyTools':['find'],'storesIdempotencyKeys':true,'permitsAnyBind':true}");
    assertThat(runtime.transport()).isEqualTo(Transport.STDIO);
    assertThat(runtime.nice()).isEqualTo(3);
    assertThat(runtime.command()).containsExactly("node", "a.js", "${port}");
    assertThat(RuntimeJson.read(RuntimeJson.view(runtime, true).build())).isEqualTo(runtime);
  }

  @Test
  void whoMayNotSetTheEnvironmentSeesItsNamesOnly() {
    KmRuntime runtime = read("{'name':'notes','command':['x'],'env':{'KEY':'secret'}}");
    assertThat(RuntimeJson.view(runtime, false).build().toString())
        .contains("KEY")
        .doesNotContain("secret");
  }

  @Test
  void theRestHasDefaults() {
    KmRuntime runtime = read("{'name':'notes','command':['x']}");
    assertThat(runtime.transport()).isEqualTo(Transport.HTTP);
    assertThat(runtime.readyPath()).isEmpty();
    assertThat(runtime.mcpPath()).isEqualTo("/mcp");
    assertThat(runtime.memoryLimit()).isEmpty();
    assertThat(runtime.permitsAnyBind()).isFalse();
  }

  @Test
  void whatMakesNoSenseIsRefusedByName() {
    refused("{'command':['x']}", "'name' is required");
    refused("{'name':'A B','command':['x']}", "runtime's name must be");
    refused("{'name':'notes'}", "'command' is required");
    refused("{'name':'notes','command':'x'}", "'command' must be an array");
    refused("{'name':'notes','command':['x'],'transport':'grpc'}", "http or stdio");
    refused("{'name':'notes','command':['x'],'readyPath':'health'}", "begins with '/'");
    refused("{'name':'notes','command':['x'],'env':{'A':null}}", "'env.A' is null");
    refused("{'name':'notes','command':['x'],'nice':4294967296}", "'nice' is out of range");
    refused("{'name':'notes','comand':['x']}", "did you mean 'command'");
  }

  private static void refused(String json, String why) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(why);
  }

  private static KmRuntime read(String json) {
    return RuntimeJson.read(
        Json.createReader(new StringReader(json.replace('\'', '"'))).readObject());
  }
}
