package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Current;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.OwnIssuer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tokens of a company's own OpenID Connect issuer. */
public abstract class OwnIssuerContract {
  private final Api admin = Api.admin();
  private final OwnIssuer issuer = Current.issuer();

  @Test
  void itsGroupsAreRolesHereAndItsProjectsAreGranted() throws Exception {
    String mine = Fixtures.project("own", Map.of());
    String other = Fixtures.project("own", Map.of());
    Api developer =
        admin.with(issuer.token(Map.of("groups", List.of("developers"), "teams", List.of(mine))));
    assertThat(developer.get("/projects/" + mine + "/km/health").status()).isEqualTo(200);
    assertThat(developer.get("/projects/" + other + "/km/health").status()).isEqualTo(403);
    assertThat(developer.post("/api/v1/projects", Map.of("id", mine + "-2")).status())
        .isEqualTo(403);
    Api operator = admin.with(issuer.token(Map.of("groups", List.of("berth-ops", "sailors"))));
    assertThat(operator.get("/api/v1/projects/" + other).status()).isEqualTo(200);
    assertThat(operator.post("/api/v1/tokens", Map.of("role", "admin")).status()).isEqualTo(403);
  }

  @Test
  void whatTheIssuerDoesNotVouchForIsRefused() throws Exception {
    String project = Fixtures.project("own", Map.of());
    Map<String, Object> ops = Map.of("groups", List.of("berth-ops"));
    assertThat(status(issuer.token(ops), project)).isEqualTo(200);
    assertThat(status(issuer.forged(ops), project)).as("another's key").isEqualTo(401);
    assertThat(status(issuer.token(Map.of("groups", List.of("admin"))), project))
        .as("a group of another name is no role here")
        .isEqualTo(401);
    assertThat(status(issuer.token(with(ops, "aud", "https://else.example.org")), project))
        .isEqualTo(401);
    assertThat(status(issuer.token(with(ops, "iss", "https://id.example.com")), project))
        .isEqualTo(401);
    assertThat(status(issuer.token(with(ops, "exp", 1_700_000_000L)), project)).isEqualTo(401);
    assertThat(status(issuer.token(with(ops, "iss", "berth")), project))
        .as("its key does not sign in our name")
        .isEqualTo(401);
  }

  @Test
  void aSubjectOfItIsRevokedByItsNameHere() throws Exception {
    String project = Fixtures.project("own", Map.of());
    String name = Fixtures.freshId("bob");
    String token = issuer.token(with(Map.of("groups", List.of("berth-ops")), "sub", name));
    assertThat(status(token, project)).isEqualTo(200);
    assertThat(admin.post("/api/v1/tokens/revoke", Map.of("subject", "corp:" + name)).status())
        .isEqualTo(200);
    assertThat(status(token, project)).isEqualTo(401);
  }

  @Test
  void clientsFindTheIssuerByThemselves() {
    assertThat(
            admin
                .with("")
                .get("/.well-known/oauth-protected-resource/projects/any/mcp")
                .json()
                .get("authorization_servers"))
        .isEqualTo(List.of(OwnIssuer.NAME));
  }

  private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
    Map<String, Object> all = new java.util.HashMap<>(claims);
    all.put(name, value);
    return all;
  }

  private int status(String token, String project) {
    return admin.with(token).get("/api/v1/projects/" + project).status();
  }
}
