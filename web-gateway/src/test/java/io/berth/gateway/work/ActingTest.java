package io.berth.gateway.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActingTest {
  private final Caller ann = caller(Role.AGENT, "ann", "beta", "alpha");
  private final Caller operator = caller(Role.OPERATOR, "op");

  @Test
  void anAgentActsAsItselfAloneAndAnOperatorAsAnybody() {
    assertThat(Acting.as(ann, "ann").value()).isEqualTo("ann");
    assertThat(status(() -> Acting.as(ann, "bob"))).isEqualTo(403);
    assertThat(status(() -> Acting.as(ann, "ANN"))).isEqualTo(403);
    assertThat(status(() -> Acting.as(ann, "no name"))).isEqualTo(400);
    assertThat(Acting.as(operator, "bob").value()).isEqualTo("bob");
  }

  @Test
  void aProjectMustBeGranted() {
    assertThat(Acting.project(ann, Action.READ_TASKS, "p", "alpha"))
        .isEqualTo(new ProjectId("alpha"));
    assertThat(status(() -> Acting.project(ann, Action.READ_TASKS, "p", "gamma"))).isEqualTo(403);
    assertThat(status(() -> Acting.project(ann, Action.MANAGE_TASKS, "p", "alpha"))).isEqualTo(403);
    assertThat(status(() -> Acting.project(ann, Action.READ_TASKS, "p", "../x"))).isEqualTo(400);
    assertThat(Acting.project(operator, Action.MANAGE_TASKS, "p", "gamma").value())
        .isEqualTo("gamma");
  }

  @Test
  void whoIsGrantedAllIsNotNarrowed() {
    assertThat(Acting.scope(operator)).isEmpty();
    assertThat(Acting.scope(caller(Role.AGENT, "bob", "*"))).isEmpty();
    assertThat(Acting.scope(ann)).contains(List.of(new ProjectId("alpha"), new ProjectId("beta")));
    assertThat(Acting.scope(caller(Role.AGENT, "cid"))).contains(List.of());
  }

  private static int status(Runnable call) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, call::run);
    return refused == null ? 0 : refused.problem().status();
  }

  private static Caller caller(Role role, String subject, String... projects) {
    return new Caller(subject, Set.of(role), Grants.of(List.of(projects)), Instant.MAX);
  }
}
