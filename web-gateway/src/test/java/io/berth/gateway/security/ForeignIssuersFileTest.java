package io.berth.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignIssuersFileTest {
  private static final String GOOD =
      "{'name':'kc','issuer':'https://id.example','audiences':['berth'],"
          + "'jwksUrl':'https://id.example/keys','roles':{'g':'agent'}}";

  @TempDir Path folder;

  @Test
  void whatIsNotSaidHasADefault() throws Exception {
    ForeignIssuer issuer = read(GOOD).get(0);
    assertThat(issuer.algorithms()).extracting(Object::toString).containsOnly("RS256", "ES256");
    assertThat(issuer.subjectClaim()).isEqualTo("sub");
    assertThat(issuer.groupsClaim()).isEqualTo("groups");
    assertThat(issuer.projectsClaim()).isEmpty();
    assertThat(issuer.namesAgents()).isFalse();
  }

  @Test
  void everyMistakeIsToldWithFileAndField() {
    wrong("'name':'kc'", "'name':'K C'", "name");
    wrong("'issuer':'https://id.example'", "'issuer':'berth'", "iss");
    wrong("'audiences':['berth']", "'audiences':[]", "audiences");
    wrong("https://id.example/keys", "http://id.example/keys", "https");
    wrong("https://id.example/keys", "https://a:b@id.example/keys", "credentials");
    wrong("'agent'", "'root'", "roles.g");
    wrong("'roles':{'g':'agent'}", "'roles':{}", "roles");
    wrong("'roles'", "'algorithms':['HS256'],'roles'", "HS256");
    wrong("'roles'", "'algorithms':['none'],'roles'", "none");
    wrong("'roles'", "'projects':{'g':'Not_Valid'},'roles'", "projects.g");
    assertThatThrownBy(() -> read(GOOD + "," + GOOD)).hasMessageContaining("twice");
  }

  @Test
  void keysMayComeFromThisHostWithoutTls() throws Exception {
    assertThat(read(GOOD.replace("https://id.example/keys", "http://127.0.0.1:8/keys"))).hasSize(1);
  }

  private void wrong(String part, String instead, String told) {
    assertThat(GOOD).contains(part);
    assertThatThrownBy(() -> read(GOOD.replace(part, instead)))
        .as(instead)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("issuers.json")
        .hasMessageContaining(told);
  }

  private List<ForeignIssuer> read(String issuers) throws IOException {
    Path file = folder.resolve("issuers.json");
    Files.writeString(file, ("{'issuers':[" + issuers + "]}").replace('\'', '"'));
    return ForeignIssuersFile.read(file);
  }
}
