package io.berth.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Role;
import jakarta.json.Json;
import java.io.StringReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenRequestTest {
  @Test
  void anAgentGetsWhatIsNamedAndNothingByDefault() {
    TokenRequest named = read("{'role':'agent','projects':['alpha'],'ttl':'PT8H','subject':'bot'}");
    assertThat(named.role()).isEqualTo(Role.AGENT);
    assertThat(named.grants().projects()).containsExactly(new ProjectId("alpha"));
    assertThat(named.life()).isEqualTo(Duration.ofHours(8));
    assertThat(named.subject()).isEqualTo("bot");
    TokenRequest bare = read("{'role':'agent'}");
    assertThat(bare.grants().all()).isFalse();
    assertThat(bare.grants().projects()).isEmpty();
    assertThat(bare.life()).isEqualTo(Duration.ofHours(1));
    assertThat(bare.subject()).startsWith("agent-");
    assertThat(read("{'role':'agent','projects':['*']}").grants().all()).isTrue();
  }

  @Test
  void whatMakesNoSenseIsRefusedByName() {
    refused("{}", "'role' is required");
    refused("{'role':'root'}", "admin, operator or agent");
    refused("{'role':'agent','ttl':'PT0S'}", "'ttl' must be");
    refused("{'role':'agent','ttl':'-PT1H'}", "'ttl' must be");
    refused("{'role':'agent','ttl':'P91D'}", "'ttl' must be");
    refused("{'role':'agent','projects':['A_B']}", "'projects': project id must be");
    refused("{'role':'agent','subject':'a b'}", "'subject'");
    refused("{'role':'agent','project':['a']}", "did you mean 'projects'");
  }

  private static void refused(String json, String why) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(why);
  }

  private static TokenRequest read(String json) {
    return TokenRequest.read(
        Json.createReader(new StringReader(json.replace('\'', '"'))).readObject());
  }
}
