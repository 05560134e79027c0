package io.berth.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessFilterTest {
  private final Caller agent =
      new Caller("bot", Set.of(Role.AGENT), Grants.of(List.of("alpha")), Instant.MAX);

  @Test
  void theGrantOfTheProjectInThePathDecides() {
    AccessFilter filter = new AccessFilter(Optional.of(Action.READ_PROCESS));
    assertThatCode(() -> filter.check(agent, Optional.of("alpha"))).doesNotThrowAnyException();
    refused(filter, agent, "beta", 403, "read process of beta");
  }

  @Test
  void aMalformedIdIsToldTheRuleBeforeAnythingElse() {
    AccessFilter filter = new AccessFilter(Optional.of(Action.READ_PROCESS));
    refused(filter, agent, "Not_Valid", 400, ProjectId.RULE);
  }

  @Test
  void aRouteWithoutARightIsClosedEvenToAdmins() {
    Caller admin = new Caller("root", Set.of(Role.ADMIN), Grants.EVERYTHING, Instant.MAX);
    refused(new AccessFilter(Optional.empty()), admin, "alpha", 403, "use this route");
  }

  @Test
  void nobodyIsRefused() {
    AccessFilter filter = new AccessFilter(Optional.of(Action.READ_PROCESS));
    refused(filter, null, "alpha", 401, "token");
    refused(filter, () -> "a principal of somebody else", "alpha", 401, "token");
  }

  private static void refused(
      AccessFilter filter, Principal principal, String id, int status, String why) {
    assertThatThrownBy(() -> filter.check(principal, Optional.of(id)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(status);
              assertThat(e.problem().detail()).contains(why);
            });
  }
}
