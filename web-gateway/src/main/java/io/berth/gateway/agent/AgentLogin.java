package io.berth.gateway.agent;

import io.berth.connector.api.KmException;
import io.berth.gateway.api.Queries;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.rate.SignIns;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.IssuedToken;
import io.berth.gateway.security.Role;
import io.berth.gateway.security.SecurityRealm;
import io.berth.gateway.security.TokenRules;
import io.berth.lifecycle.agent.AgentCredentials;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.token.Revocation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Turns an agent's secret into a token of short life, whose subject is the agent. Container
 * threads; blocks on the database.
 */
@ApplicationScoped
public class AgentLogin {
  static final Duration LIFE = TokenRules.DEFAULT_LIFE;

  @Inject AgentCredentials credentials;
  @Inject SecurityRealm realm;
  @Inject SignIns signIns;

  IssuedToken token(String agent, String secret, String address) throws KmException {
    signIns.require(agent, address);
    Optional<List<String>> projects =
        AgentId.isValid(agent) ? credentials.check(new AgentId(agent), secret) : Optional.empty();
    if (projects.isEmpty()) {
      signIns.failed(agent, address);
      throw new ProblemException(
          ProblemDetail.unauthorised(
              "this is not the secret of that agent, or it was renewed or revoked: an"
                  + " administrator makes a new one (POST /api/v1/agents/{agent}/secret)"));
    }
    return realm.issue(agent, Role.AGENT, Grants.of(projects.get()), LIFE);
  }

  String renew(AgentId agent, List<String> projects, String actor) throws KmException {
    if (projects.isEmpty() || projects.size() > TokenRules.MAX_PROJECTS) {
      throw Queries.invalid(
          "'projects' must name 1 to " + TokenRules.MAX_PROJECTS + " projects, or \"*\" for all");
    }
    try {
      return credentials.renew(agent, Grants.of(projects).claim(), actor);
    } catch (IllegalArgumentException e) {
      throw Queries.invalid("'projects': " + e.getMessage() + ", or \"*\" for all");
    }
  }

  void revoke(AgentId agent, String actor) throws KmException {
    credentials.revoke(agent, actor);
    realm.revoke(Revocation.Kind.SUBJECT, agent.value(), actor);
  }
}
