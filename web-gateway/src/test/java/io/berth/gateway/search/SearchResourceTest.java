package io.berth.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.rate.RatesOf;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.event.LifecycleEvent;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SearchResourceTest {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final ProjectId BETA = new ProjectId("beta");

  private final List<List<ProjectId>> asked = new ArrayList<>();
  private final List<String> audit = new ArrayList<>();

  @Test
  void aQuestionIsOneRequestOfItsAgentAndOneToEachOfItsProjects() throws Exception {
    SearchResource resource = resource("2/min", "100/min");
    resource.search(question("alpha", "beta"), caller("ann", ALPHA, BETA));
    resource.search(question("alpha"), caller("bob", ALPHA));
    ProblemException spent =
        catchThrowableOfType(
            ProblemException.class,
            () -> resource.search(question("alpha", "beta"), caller("ann", ALPHA, BETA)));
    assertThat(spent.problem().status()).isEqualTo(429);
    assertThat(spent.problem().label()).isEqualTo("rate-limited");
    assertThat(spent.problem().detail()).contains("project alpha", "berth.rate.project");
    assertThat(spent.problem().retryAfter()).isPresent();
    assertThat(asked).as("who is too early reaches no project").hasSize(2);
    assertThat(audit).hasSize(2);
    resource.search(question("beta"), caller("bob", BETA));
  }

  @Test
  void anAgentHasOneBudgetForAllItsQuestionsAndNobodyElseSpendsIt() throws Exception {
    SearchResource resource = resource("100/min", "1/min");
    resource.search(question("alpha"), caller("ann", ALPHA));
    resource.search(question("alpha"), caller("bob", ALPHA));
    assertThat(
            catchThrowableOfType(
                    ProblemException.class,
                    () -> resource.search(question("alpha"), caller("ann", ALPHA)))
                .problem()
                .detail())
        .contains("agent ann", "berth.rate.agent");
  }

  @Test
  void whoHasNoGrantTakesNothingOfAProjectsBudget() throws Exception {
    SearchResource resource = resource("1/min", "100/min");
    for (int i = 0; i < 3; i++) {
      assertThat(
              catchThrowableOfType(
                      ProblemException.class,
                      () -> resource.search(question("alpha"), caller("eve", BETA)))
                  .problem()
                  .status())
          .isEqualTo(403);
    }
    resource.search(question("alpha"), caller("ann", ALPHA));
    assertThat(asked).containsExactly(List.of(ALPHA));
  }

  private SearchResource resource(String project, String agent) {
    SearchResource resource = new SearchResource();
    resource.search =
        (projects, question, limit, subject) -> {
          asked.add(projects);
          return List.of();
        };
    resource.events = new Audit();
    resource.rates = RatesOf.rates(project, agent);
    return resource;
  }

  private static ByteArrayInputStream question(String... projects) {
    String names = "\"" + String.join("\",\"", projects) + "\"";
    return new ByteArrayInputStream(
        ("{\"projects\":[" + names + "],\"question\":\"where?\"}").getBytes());
  }

  private static SecurityContext caller(String subject, ProjectId... analytics) {
    Grants grants = new Grants(false, Set.of(ALPHA, BETA), Set.of(analytics));
    return new As(new Caller(subject, Set.of(Role.AGENT), grants, Instant.MAX));
  }

  private record As(Caller caller) implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
      return caller;
    }

    @Override
    public boolean isUserInRole(String role) {
      return false;
    }

    @Override
    public boolean isSecure() {
      return false;
    }

    @Override
    public String getAuthenticationScheme() {
      return "";
    }
  }

  private final class Audit implements EventLog {
    @Override
    public LifecycleEvent append(
        String kind, Optional<ProjectId> project, long generation, String actor, String reason) {
      audit.add(kind + " by " + actor);
      return null;
    }

    @Override
    public List<LifecycleEvent> after(long id, Optional<ProjectId> project, int limit) {
      return List.of();
    }

    @Override
    public List<LifecycleEvent> last(Optional<ProjectId> project, int limit) {
      return List.of();
    }

    @Override
    public AutoCloseable onChange(Consumer<Long> newestId) {
      return () -> {};
    }
  }
}
